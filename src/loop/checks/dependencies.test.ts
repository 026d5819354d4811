import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkDependencies } from './dependencies.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'dependencies-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function install(name: string, version: string) {
  await mkdir(path.join(folder, 'node_modules', name), { recursive: true })
  await writeFile(path.join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, version }))
}
const manifest = (content: object) => writeFile(path.join(folder, 'package.json'), JSON.stringify(content))

it('passes where everything asked for is installed in range', async () => {
  await install('left', '1.2.3')
  await manifest({ engines: { node: '>=18' }, dependencies: { left: '^1.0.0', other: 'github:some/other' } })
  expect(await checkDependencies(folder)).toMatchObject({ passed: true })
})

it('names what is missing, out of range, or too old a Node', async () => {
  await install('left', '1.2.3')
  await manifest({ engines: { node: '>=99' }, dependencies: { left: '^2.0.0' }, devDependencies: { gone: '^1.0.0' } })
  const result = await checkDependencies(folder)
  expect(result.passed).toBe(false)
  expect(result.evidence).toContain('engines.node >=99')
  expect(result.evidence).toContain('left 1.2.3 is outside ^2.0.0')
  expect(result.evidence).toContain('gone is not installed')
})
