import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { adaptationsOf } from './adaptations.js'
import { buildArm } from './arm.js'
import { clearLeftovers } from './build-state.js'
import { createClone } from './clone.js'
import { makeRepository, quiet, targetAt, temporaryFolder, writeFiles } from './fixtures/repository.js'
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

describe('what a build misses', () => {
  /** Bundles as esbuild says it: the first import that is not there ends it. */
  const BUNDLE = `
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const missing = ['config/keys', 'config/places'].find(name => !existsSync('src/' + name + '.js'))
if (missing) {
  console.error('✘ [ERROR] Could not resolve "../' + missing + '"\\n\\n    src/app/shop.js:3:36:')
  process.exit(1)
}
mkdirSync('dist', { recursive: true })
writeFileSync('dist/shop.js', readFileSync('src/config/keys.js'))
`
  const ignoring = async (rules: string, files: Record<string, string>) => {
    const root = remember(makeRepository({ 'build.cjs': BUNDLE, 'src/app/shop.js': '', '.gitignore': rules }))
    writeFiles(root, files)
    const target = { ...targetAt(root), build: { command: 'node build.cjs', output: 'dist' } }
    const clone = await createClone(target, path.join(state, 'clone'), { logger: quiet })
    return { clone, build: () => buildArm(clone, target, { armsFolder: path.join(state, 'arms'), logger: quiet }) }
  }
  const FILES = { 'src/config/keys.js': 'mine', 'src/config/places.js': 'there', 'dist/config/keys.js': 'old' }

  test.each(['dist\nsrc/config\n', 'dist\nkeys.js\nplaces.js\n'])(
    'comes from the folder where git ignores it there, stays for all builds, and people are told (%j)',
    async rules => {
      const { clone, build } = await ignoring(rules, FILES)
      const arm = await build()
      expect(readFileSync(path.join(arm.root, 'dist', 'shop.js'), 'utf8')).toBe('mine')
      expect(adaptationsOf(clone.folder)).toMatchObject({
        inputs: ['src/config/keys.js', 'src/config/places.js'],
        caveats: [expect.stringContaining('`src/config/keys.js`'), expect.stringContaining('`src/config/places.js`')],
      })
      await build()
      await clearLeftovers(clone)
      expect(existsSync(path.join(clone.folder, 'src', 'config', 'keys.js'))).toBe(false)
    },
  )

  test('is named where it does not lie there either, and nothing copied stays', async () => {
    const { clone, build } = await ignoring('dist\nsrc/config\n', { 'src/config/keys.js': 'mine' })
    await expect(build()).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      remedy: expect.stringContaining('`../config/places` is not among what is committed'),
    })
    expect(adaptationsOf(clone.folder).inputs).toEqual([])
    expect(existsSync(path.join(clone.folder, 'src', 'config', 'keys.js'))).toBe(false)
  })

  test('is not copied where the private clone would not ignore it', async () => {
    const { build } = await ignoring('dist\n', FILES)
    await expect(build()).rejects.toMatchObject({ remedy: expect.stringContaining('--include-dirty') })
  })
})
