import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { adaptationsOf } from '../src/change/adaptations.js'
import { buildArm } from '../src/change/arm.js'
import { createClone } from '../src/change/clone.js'
import { provideDependencies } from '../src/change/dependencies.js'
import { quiet, temporaryFolder, userGit, writeFiles } from '../src/change/fixtures/repository.js'
import { findLockFile, installCommand } from '../src/change/lock-files.js'
import { readWorkspace, workspaceOf } from '../src/system/workspaces.js'
import { detectTarget } from '../src/target/detect.js'
import { workspaceTargets } from '../src/target/workspace-targets.js'

const made: string[] = []
const folder = (name: string): string => {
  const at = temporaryFolder(name)
  made.push(at)
  return at
}
beforeEach(() => vi.stubEnv('TUNEWRIGHT_HOME', folder('state')))
afterEach(() => {
  vi.unstubAllEnvs()
  for (const at of made.splice(0)) rmSync(at, { recursive: true, force: true })
})

const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** Two apps, of which one shows a page made from a package that has to be built before; a library, and a tool. */
const SHOP = {
  'package.json': json({ name: 'shop', private: true, workspaces: ['apps/*', 'packages/*'] }),
  '.gitignore': 'node_modules\ndist\n',
  'packages/ui/package.json': json({
    name: '@shop/ui',
    version: '1.0.0',
    main: 'dist/index.js',
    scripts: { build: 'node build.js' },
    dependencies: { '@shop/words': '1.0.0' },
  }),
  'packages/ui/build.js': `const fs = require('node:fs')
fs.mkdirSync('dist', { recursive: true })
fs.writeFileSync('dist/index.js', 'exports.title = ' + JSON.stringify(require('@shop/words').title + ', built'))`,
  'packages/words/package.json': json({ name: '@shop/words', version: '1.0.0', main: 'index.js' }),
  'packages/words/index.js': "exports.title = 'Lamps'",
  'apps/web/package.json': json({
    name: '@shop/web',
    version: '1.0.0',
    scripts: { build: 'node build.js' },
    dependencies: { '@shop/ui': '1.0.0' },
  }),
  'apps/web/src/index.html': '<!doctype html><title>TITLE</title>',
  'apps/web/build.js': `const fs = require('node:fs')
fs.mkdirSync('dist', { recursive: true })
const page = fs.readFileSync('src/index.html', 'utf8').replace('TITLE', require('@shop/ui').title)
fs.writeFileSync('dist/index.html', page)`,
  'apps/site/package.json': json({ name: '@shop/site', version: '1.0.0' }),
  'apps/site/index.html': '<!doctype html><title>About</title>',
}

function repository(files: Readonly<Record<string, string>>): string {
  const root = folder('workspace')
  userGit(root, 'init', '-q', '-b', 'main')
  userGit(root, 'config', 'user.name', 'Ada Shop')
  userGit(root, 'config', 'user.email', 'ada@example.com')
  writeFiles(root, files)
  return root
}

const commit = (root: string): void => {
  userGit(root, 'add', '-A')
  userGit(root, 'commit', '-q', '-m', 'The shop')
}

const npm = (root: string, ...args: string[]) =>
  execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: root,
    stdio: 'pipe',
  })

const packagesOf = async (files: Readonly<Record<string, string>>) => {
  const workspace = await readWorkspace(repository(files))
  return workspace && [workspace.declaredIn, ...workspace.packages.map(member => member.path)]
}

describe('the packages of a workspace', () => {
  const members = {
    'apps/web/package.json': '{"name": "web"}',
    'apps/old/package.json': '{"name": "old"}',
    'apps/web/node_modules/dep/package.json': '{"name": "dep"}',
  }

  it.each([
    ['npm and yarn', { 'package.json': json({ workspaces: ['./apps/*/', '!apps/old'] }) }, 'package.json'],
    ['yarn, the longer way', { 'package.json': json({ workspaces: { packages: ['apps/web'] } }) }, 'package.json'],
    [
      'pnpm, whatever package.json says',
      {
        'package.json': json({ workspaces: ['nothing'] }),
        'pnpm-workspace.yaml': "packages:\n  - 'apps/*'\n  - '!apps/old'\n",
      },
      'pnpm-workspace.yaml',
    ],
    ['lerna', { 'package.json': '{}', 'lerna.json': json({ packages: ['apps/web'] }) }, 'lerna.json'],
  ])('are those that are declared for %s', async (_, files, declaredIn) => {
    expect(await packagesOf({ ...members, ...files })).toEqual([declaredIn, 'apps/web'])
  })

  it('are none in a folder that declares none, also where pnpm only keeps settings', async () => {
    expect(await packagesOf({ 'package.json': '{"name": "alone"}' })).toBeNull()
    expect(await packagesOf({ 'package.json': '{}', 'pnpm-workspace.yaml': 'onlyBuiltDependencies: []\n' })).toBeNull()
  })

  it('are offered where visitors could be served from them: no libraries, no tools', async () => {
    const workspace = await readWorkspace(repository(SHOP))
    const offered = await workspaceTargets(workspace!)
    expect(offered.map(({ member }) => member.name)).toEqual(['@shop/site', '@shop/web'])
    expect(offered[0]?.summary).toBe('served from .')
  })
})

describe('a package of an npm workspace', () => {
  it('is cloned with its whole repository, installed at the root and built after what it is made from', async () => {
    const root = repository(SHOP)
    npm(root, 'install', '--package-lock-only')
    // Left from before the package was moved into the workspace: it is not what installs it any more.
    writeFiles(root, { 'apps/web/yarn.lock': '# yarn lockfile v1\n' })
    commit(root)
    const target = await detectTarget(path.join(root, 'apps/web'))
    expect(target.build?.command).toBe(
      '((cd ../../packages/ui && npm run build) || echo Not built: @shop/ui) && npm run build',
    )
    const clone = await createClone(target, path.join(process.env.TUNEWRIGHT_HOME!, 'clone'), { logger: quiet })
    expect(clone.prefix).toBe('apps/web')
    // Linked within the clone, at its root: nothing leads to the user's own.
    expect(lstatSync(path.join(clone.folder, 'node_modules/@shop/ui')).isSymbolicLink()).toBe(true)
    expect(existsSync(path.join(clone.root, 'node_modules/@shop/ui'))).toBe(false)
    const arm = await buildArm(clone, target, { armsFolder: path.join(clone.folder, '../arms'), logger: quiet })
    expect(readFileSync(path.join(arm.root, 'dist/index.html'), 'utf8')).toContain('<title>Lamps, built</title>')
    expect(existsSync(path.join(root, 'node_modules'))).toBe(false)
    expect(userGit(root, 'status', '--porcelain')).toBe('')
  })

  it('is built, and that said, where a package that it depends on does not build and need not', async () => {
    const root = repository({
      ...SHOP,
      'apps/web/build.js': "require('node:fs').cpSync('src', 'dist', { recursive: true })",
      'packages/ui/build.js': 'process.exit(1)',
    })
    npm(root, 'install', '--package-lock-only')
    commit(root)
    const target = await detectTarget(path.join(root, 'apps/web'))
    const clone = await createClone(target, path.join(process.env.TUNEWRIGHT_HOME!, 'clone'), { logger: quiet })
    const arm = await buildArm(clone, target, { armsFolder: path.join(clone.folder, '../arms'), logger: quiet })
    expect(existsSync(path.join(arm.root, 'dist/index.html'))).toBe(true)
    expect(adaptationsOf(clone.folder).caveats).toEqual([expect.stringContaining('`@shop/ui`')])
  })

  it('takes what is installed at the root, where that is what the lock file asks for', async () => {
    const root = repository(SHOP)
    npm(root, 'install')
    commit(root)
    writeFiles(root, { 'node_modules/.marker': 'installed by the user' })
    const target = await detectTarget(path.join(root, 'apps/web'))
    const clone = await createClone(target, path.join(process.env.TUNEWRIGHT_HOME!, 'clone'), { logger: quiet })
    expect(readFileSync(path.join(clone.folder, 'node_modules/.marker'), 'utf8')).toBe('installed by the user')
  })
})

describe('other package managers', () => {
  it.each([
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\n", 'pnpm install --frozen-lockfile'],
    ['yarn.lock', '# yarn lockfile v1\n', 'yarn install --frozen-lockfile'],
    ['yarn.lock', '__metadata:\n  version: 8\n', 'yarn install --immutable'],
  ])('are told by the lock file at the root: %s', async (name, content, command) => {
    const root = repository({ ...SHOP, [name]: content })
    const found = findLockFile((await workspaceOf(path.join(root, 'apps/web')))!.root, root)
    expect(found?.at).toBe(root)
    expect(await installCommand(found!.lock, root)).toBe(command)
    const target = await detectTarget(path.join(root, 'apps/web'))
    expect(target.build?.command).toMatch(new RegExp(`&& ${found!.lock.manager} run build$`))
  })

  it('that do not run here, and whose version nothing tells, are named, with what to do; nothing is downloaded', async () => {
    const bin = folder('bin')
    // What corepack's shim does without the network.
    writeFiles(bin, { pnpm: '#!/bin/sh\necho "network: $COREPACK_ENABLE_NETWORK" >&2\nexit 1\n' })
    execFileSync('chmod', ['+x', path.join(bin, 'pnpm')])
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
    const root = repository({ ...SHOP, 'pnpm-lock.yaml': "lockfileVersion: '99.0'\n" })
    const installing = provideDependencies(root, root, 'apps/web', { logger: quiet })
    await expect(installing).rejects.toMatchObject({
      code: 'PREREQUISITE_UNMET',
      message: expect.stringContaining('installed with pnpm'),
      remedy: expect.stringContaining('Install pnpm'),
      details: { output: expect.stringContaining('network: 0') },
    })
  })
})
