import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../src/instruments/images/fixtures/pictures.js'
import type { Row } from './row.js'

let folder = ''
let empty = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-pictures-'))
  empty = await mkdtemp(join(tmpdir(), 'bench-nothing-'))
  await photo(120, 80).png().toFile(join(folder, 'one.png'))
  await photo(96, 96).jpeg({ quality: 97 }).toFile(join(folder, 'two.jpg'))
})
afterAll(() => Promise.all([folder, empty].map(one => rm(one, { recursive: true, force: true }))))

const bench = (...given: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    fileURLToPath(new URL('run.ts', import.meta.url)),
    ...given,
  ])

describe('npm run bench', () => {
  it('prints one line of rows with --json, a row for each goal, and progress elsewhere', async () => {
    const { stdout, stderr } = await bench('image', '--json', '--data', folder)
    expect(stdout.match(/\n/g)).toHaveLength(1)
    const rows = JSON.parse(stdout) as Row[]
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual(['goal', 'holds', 'measure', 'others', 'ours', 'unit'])
      expect(row.holds).toBe(row.ours !== null && row.ours <= row.goal)
    }
    const [bytes, floor] = rows
    expect(bytes?.goal).toBe(0.75)
    expect(bytes?.ours).toBeGreaterThan(0)
    expect(floor).toMatchObject({ ours: 0, goal: 0, holds: true })
    expect(stderr).toContain('one.png')
  })

  it('lists the benches', async () => {
    const { stdout } = await bench()
    expect(stdout).toMatch(/^image\b/m)
    expect(stdout).toMatch(/^bundle\b/m)
  })

  it('says what is wrong, on the standard error alone', async () => {
    await expect(bench('image', '--data', empty)).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('holds no PNG and no JPEG file'),
    })
  })
})
