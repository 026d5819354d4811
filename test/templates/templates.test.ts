import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REGISTRY, registryText } from '../../scripts/generate/registry.js'
import { make, problemOf } from '../../scripts/new/make.js'
import { copySource, type SourceCopy } from './source-copy.js'

let copy: SourceCopy
beforeAll(async () => {
  copy = await copySource()
})
afterAll(() => copy?.remove())

describe('what is made from the templates', () => {
  it.each([
    ['../late', '"../late" is no id'],
    ['Late', '"Late" is no id'],
    ['lcp-preload', 'src/strategies/frontend/lcp-preload is there already.'],
    ['resource-hints', '"resource-hints" is the name of a strategy or of what implements one already.'],
  ])('has no id that cannot be one: %s', (id, problem) => {
    expect(problemOf(copy.root, 'strategy', id, ['resource-hints'])).toContain(problem)
    expect(problemOf(copy.root, 'strategy', 'late-text', ['resource-hints'])).toBeUndefined()
  })

  // That it keeps the contract and passes its own tests is in templates.full.test.ts.
  it('has its names filled in, and types that hold', async () => {
    const made = [
      ...(await make(copy.root, 'strategy', 'late-text')),
      ...(await make(copy.root, 'instrument', 'files')),
    ]
    expect(made).toContain('src/strategies/frontend/late-text/fixtures/contract-case.ts')
    expect(made).toContain('src/instruments/files/read-files.ts')
    for (const path of made) expect(await readFile(join(copy.root, path), 'utf8')).not.toMatch(/example.?(stra|instr)/i)
    await writeFile(join(copy.root, REGISTRY), await registryText(copy.root))
    const include = ['src/strategies/frontend/late-text', 'src/instruments/files', 'src/**/*.d.ts']
    await writeFile(join(copy.root, 'tsconfig.made.json'), JSON.stringify({ extends: './tsconfig.json', include }))
    expect(await copy.run('tsc', '-p', 'tsconfig.made.json')).toEqual({ code: 0, output: '' })
  })
})
