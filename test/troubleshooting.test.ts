import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')

it('each code of an error is in the page, once, with what it means and what to do; and no other', () => {
  const declared = /export type ErrorCode =([\s\S]*?)\n\n/.exec(read('src/model/errors.ts'))?.[1] ?? ''
  const codes = [...declared.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(10)
  const rows = [...read('docs/troubleshooting.md').matchAll(/^\| `([A-Z_]+)` \| (.+) \| (.+) \|$/gm)]
  expect(rows.map(([, code]) => code)).toEqual(codes)
  for (const [, code, meaning, remedy] of rows) {
    expect([code, meaning!.length, remedy!.length].every(Boolean)).toBe(true)
  }
})
