import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { DIAGNOSIS_KINDS } from '../../model/diagnosis.js'
import { REMEDIES } from './remedies.js'

it('has something to do by hand against each kind, and says so in a sentence', () => {
  expect(Object.keys(REMEDIES).toSorted()).toEqual([...DIAGNOSIS_KINDS].toSorted())
  for (const { advice } of Object.values(REMEDIES)) expect(advice).toMatch(/^[A-Z].{20,}\.$/)
})

it('each kind is explained', async () => {
  const page = await readFile(new URL('../../../docs/diagnosis.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter(line => line.startsWith('| `'))
  const explained = rows.flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, kind]) => kind!))
  expect(explained.toSorted()).toEqual([...DIAGNOSIS_KINDS].toSorted())
})
