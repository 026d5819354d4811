import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { adaptationsOf } from './adaptations.js'
import { buildArm } from './arm.js'
import { createClone } from './clone.js'
import { makeRepository, quiet, targetAt, temporaryFolder } from './fixtures/repository.js'
import { runTests } from './target-tests.js'

/** Asks for the hash as webpack 4 does; what Node then says, it says itself. */
const BUILD = `
const { createHash } = require('node:crypto')
const { mkdirSync, writeFileSync } = require('node:fs')
if (require('node:fs').existsSync('broken.txt')) throw new Error('broken')
const hash = process.env.MODERN ? 'md5' : 'md4'
mkdirSync('dist', { recursive: true })
writeFileSync('dist/shop.js', createHash(hash).update('shop').digest('hex') + (process.env.NODE_OPTIONS ?? ''))
`
const made: string[] = []
const remember = (folder: string): string => {
  made.push(folder)
  return folder
}
let state: string
beforeEach(() => {
  state = remember(temporaryFolder('state'))
  vi.stubEnv('TUNEWRIGHT_HOME', state)
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const project = async (environment: Record<string, string> = {}) => {
  const root = remember(
    makeRepository({
      'build.cjs': BUILD,
      'test.cjs': "console.log('options:', process.env.NODE_OPTIONS)",
      '.gitignore': 'dist\n',
    }),
  )
  const target = {
    ...targetAt(root, { environment }),
    build: { command: 'node build.cjs', output: 'dist' },
    test: { command: 'node test.cjs' },
  }
  const clone = await createClone(target, path.join(state, 'clone'), { logger: quiet })
  const build = () => buildArm(clone, target, { armsFolder: path.join(state, 'arms'), logger: quiet })
  return { target, clone, build }
}

test('a bundler that asks for MD4 is given it, in every build and the tests, and people are told', async () => {
  const { target, clone, build } = await project()
  const arm = await build()
  expect(adaptationsOf(clone.folder)).toMatchObject({
    nodeOptions: ['--openssl-legacy-provider'],
    settled: true,
    caveats: [expect.stringContaining('--openssl-legacy-provider')],
  })
  await build()
  expect((await runTests(arm, clone, target)).output).toContain('options: --openssl-legacy-provider')
  expect(adaptationsOf(clone.folder).caveats).toHaveLength(1)
})

test('a build that needs nothing is left as it is, and one after it that would is not given anything', async () => {
  const { target, clone, build } = await project({ MODERN: '1' })
  await build()
  expect(adaptationsOf(clone.folder)).toMatchObject({ nodeOptions: [], settled: true, caveats: [] })
  const other = { ...target, environment: {} }
  await expect(buildArm(clone, other, { armsFolder: path.join(state, 'arms'), logger: quiet })).rejects.toMatchObject({
    code: 'BUILD_FAILED',
    remedy: expect.stringContaining('MD4'),
  })
})
