import { describe, expect, it } from 'vitest'
import { guardedCode } from './guarded-code.js'

const WORDS = 'You forgot to give a reducer to the store'

describe('what a module has for developers alone', () => {
  it.each([
    `if (process.env.NODE_ENV !== 'production') { warn('${WORDS}') }`,
    `if (process.env.NODE_ENV === "production") { a() } else { warn('${WORDS}') }`,
    `if (!!(process.env.NODE_ENV !== "production") && broken) warn(\`${WORDS}\`)`,
    `throw Error(process.env.NODE_ENV === 'production' ? short(1) : '${WORDS}')`,
    `process.env.NODE_ENV !== 'production' && warn('${WORDS}')`,
    `broken && process.env.NODE_ENV === 'development' ? warn('${WORDS}') : 0`,
  ])('%s', source => {
    expect(guardedCode('a.js', source)?.texts).toEqual([WORDS])
  })

  it.each([
    `warn('${WORDS}'); if (process.env.NODE_ENV !== 'production') warn('${WORDS}')`,
    `if (process.env.NODE_ENV !== 'production' || broken) warn('${WORDS}')`,
    `if (process.env.NODE_ENV === 'production') warn('${WORDS}')`,
  ])('is not what runs otherwise too: %s', source => {
    expect(guardedCode('a.js', source)?.texts ?? []).toEqual([])
  })

  it('is weighed as minified', () => {
    const always = "start('here')"
    const source = `${always}\n// A long word on why that is so.\nif (process.env.NODE_ENV !== 'production') {\n  warn('${WORDS}')\n}`
    expect(guardedCode('a.js', source)?.share).toBeGreaterThan(0.4)
    expect(guardedCode('a.js', source)?.share).toBeLessThan(0.6)
  })

  it('is none in a module that asks for no environment', () => {
    expect(guardedCode('a.js', `warn('${WORDS}')`)).toBeNull()
  })
})
