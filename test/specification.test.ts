import { readFile, stat } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const DOCS = fileURLToPath(new URL('../docs', import.meta.url))
const page = await readFile(join(DOCS, 'specification.md'), 'utf8')

interface Row {
  readonly id: string
  readonly says: string
  readonly code: readonly string[]
  readonly tests: readonly string[]
}

const links = (cell: string) => [...cell.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to]) => to!)

const rows: readonly Row[] = page
  .split('\n')
  .filter(line => /^\| S\d+ \|/.test(line))
  .map(line => {
    const [id = '', says = '', code = '', tests = ''] = line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim())
    return { id, says, code: links(code), tests: links(tests) }
  })

const exists = async (link: string) =>
  stat(normalize(join(DOCS, link))).then(
    () => true,
    () => false,
  )

describe('docs/specification.md', () => {
  it('has each row, S1 to S20, once and in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, i) => `S${i + 1}`))
  })

  it.each(rows.map(row => [row.id, row] as const))(
    '%s: restated, with code and tests that are there',
    async (_, row) => {
      expect(row.says.length).toBeGreaterThan(20)
      expect(row.code, 'code').not.toEqual([])
      expect(row.tests, 'tests').not.toEqual([])
      for (const link of row.tests) expect(link).toMatch(/\.test\.ts$|\/test\/contract\//)
      const missing = []
      for (const link of [...row.code, ...row.tests]) if (!(await exists(link))) missing.push(link)
      expect(missing).toEqual([])
    },
  )
})
