import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { adaptationsOf } from './adaptations.js'
import { createClone } from './clone.js'
import { makeRepository, quiet, targetAt, temporaryFolder, userGit, writeFiles } from './fixtures/repository.js'

const made: string[] = []
const remember = (folder: string): string => {
  made.push(folder)
  return folder
}
let state: string
beforeEach(() => {
  state = remember(temporaryFolder('state'))
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  vi.stubEnv('npm_config_offline', 'true')
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A project with a lock file and packed dependencies, whose scripts are run when they are installed. */
const project = (scripts: Readonly<Record<string, string>>, own: Readonly<Record<string, string>> = {}): string => {
  const root = remember(makeRepository({ '.gitignore': 'node_modules\nown.txt\n' }))
  mkdirSync(path.join(root, 'packed'))
  for (const [name, script] of Object.entries(scripts)) {
    const from = remember(temporaryFolder(name))
    writeFiles(from, { 'package.json': JSON.stringify({ name, version: '1.0.0', scripts: { install: script } }) })
    execFileSync('npm', ['pack', '--pack-destination', path.join(root, 'packed')], { cwd: from, stdio: 'ignore' })
  }
  const dependencies = Object.fromEntries(Object.keys(scripts).map(name => [name, `file:packed/${name}-1.0.0.tgz`]))
  const manifest = { name: 'shop', version: '1.0.0', scripts: own, dependencies }
  writeFiles(root, { 'package.json': JSON.stringify(manifest) })
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'ignore',
  })
  userGit(root, 'add', '-A')
  userGit(root, 'commit', '-qm', 'dependencies')
  return root
}

const clone = (root: string) => createClone(targetAt(root), path.join(state, 'clone'), { logger: quiet })

const touch = (name: string): string => `node -e "require('fs').writeFileSync('${name}', '')"`

test('a package whose install script fails is installed without it; all other scripts run, and people are told', async () => {
  const root = project(
    { broken: 'node -e "process.exit(7)"', fine: touch('ran.txt') },
    { postinstall: touch('own.txt') },
  )
  const { root: copy, folder } = await clone(root)
  expect(existsSync(path.join(copy, 'node_modules/broken/package.json'))).toBe(true)
  expect(existsSync(path.join(copy, 'node_modules/fine/ran.txt'))).toBe(true)
  expect(existsSync(path.join(copy, 'own.txt'))).toBe(true)
  expect(adaptationsOf(folder).caveats).toEqual([expect.stringContaining('install script of broken failed')])
})

test('a project that installs as it is, is not told of', async () => {
  const { folder } = await clone(project({ fine: touch('ran.txt') }))
  expect(adaptationsOf(folder).caveats).toEqual([])
})

test("a script of the project's own that fails is an error with what to do", async () => {
  await expect(
    clone(project({ fine: touch('ran.txt') }, { postinstall: 'node -e "process.exit(7)"' })),
  ).rejects.toMatchObject({ code: 'CLONE_FAILED' })
})
