import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClone, openClone } from './clone.js'
import {
  fingerprint,
  installHooks,
  makeRepository,
  quiet,
  targetAt,
  temporaryFolder,
  userGit,
  writeFiles,
} from './fixtures/repository.js'

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
const cloneFolder = () => path.join(state, 'clones', 'one')
const clone = (root: string, more = {}, o = {}) =>
  createClone(targetAt(root, more), cloneFolder(), { logger: quiet, ...o })

const LOCK = JSON.stringify({
  lockfileVersion: 3,
  packages: { '': { name: 'shop' }, 'node_modules/dep': { version: '1.0.0', integrity: 'sha512-x' } },
})
const PROJECT = {
  'package.json': JSON.stringify({ name: 'shop', dependencies: { dep: '1.0.0' } }),
  'package-lock.json': LOCK,
  '.gitignore': 'node_modules\n.env\n',
  'src/index.js': 'console.log(1)\n',
}
/** What `npm install` leaves. */
const INSTALLED = {
  'node_modules/.package-lock.json': JSON.stringify({
    packages: { 'node_modules/dep': { version: '1.0.0', integrity: 'sha512-x' } },
  }),
  'node_modules/dep/index.js': 'module.exports = 1\n',
  'node_modules/.cache/babel/x': 'cached',
}

describe('the private clone of a repository', () => {
  test("the user's tree, index, refs, hooks and dependencies are untouched from clone to delivery, also when dirty", async () => {
    const user = remember(makeRepository(PROJECT))
    writeFiles(user, { ...INSTALLED, '.env': 'A=1\n' })
    const witness = path.join(state, 'witness')
    installHooks(user, witness)
    writeFileSync(path.join(user, 'src/index.js'), 'console.log("dirty")\n')
    writeFiles(user, { 'new file.txt': 'untracked', 'staged.txt': 'staged' })
    userGit(user, 'add', 'staged.txt')
    rmSync(witness, { force: true })
    const before = fingerprint(user)

    const ours = await clone(user)
    expect(ours.dirty).toEqual(
      expect.arrayContaining([
        { path: 'src/index.js', state: 'modified' },
        { path: 'new file.txt', state: 'untracked' },
        { path: 'staged.txt', state: 'modified' },
      ]),
    )
    expect(readFileSync(path.join(ours.root, 'src/index.js'), 'utf8')).toBe('console.log(1)\n')
    writeFileSync(path.join(ours.root, 'src/index.js'), 'console.log(2)\n')
    writeFileSync(path.join(ours.root, 'node_modules/dep/index.js'), 'written in place\n')
    const sha = await ours.commit({ message: 'Faster\n\nEvidence: yes', edits: [{ path: 'src/index.js' }] })
    expect(fingerprint(user)).toEqual(before)

    const delivered = await ours.deliver('tunewright/s1')
    expect(delivered).toEqual({ branch: 'tunewright/s1', commits: [sha] })
    const delivery = (at: string) => /^\.git\/(?:objects|(?:logs\/)?refs\/heads\/tunewright)(?:\/|$)/.test(at)
    expect(fingerprint(user, delivery)).toEqual(
      Object.fromEntries(Object.entries(before).filter(([at]) => !delivery(at))),
    )
    expect(existsSync(witness)).toBe(false)
    expect(userGit(user, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/heads/tunewright/s1')
    expect(userGit(user, 'log', '-1', '--format=%an <%ae>|%cn|%s', sha)).toBe(
      'Ada Shop <ada@example.com>|Ada Shop|Faster',
    )
    expect(userGit(user, 'diff', '--name-only', 'main', 'tunewright/s1')).toBe('src/index.js')
    expect(userGit(user, 'fsck', '--no-dangling')).toBe('')
  })

  test('a branch that is there is never overwritten', async () => {
    const user = remember(makeRepository({ a: '1' }))
    const ours = await clone(user)
    writeFileSync(path.join(ours.root, 'a'), '2')
    await ours.commit({ message: 'x', edits: [{ path: 'a' }] })
    expect(await ours.deliver('tunewright/s1')).toMatchObject({ branch: 'tunewright/s1' })
    expect(await ours.deliver('tunewright/s1')).toMatchObject({ branch: 'tunewright/s1-2' })
    userGit(user, 'branch', 'plain')
    expect(await ours.deliver('plain/s1')).toMatchObject({ branch: 'plain-s1' })
    expect(await ours.deliver('tunewright')).toMatchObject({ branch: 'tunewright-2' })
    await expect(ours.deliver('a..b')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('nothing kept is nothing to hand over', async () => {
    const ours = await clone(remember(makeRepository({ a: '1' })))
    await expect(ours.deliver('x')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('a detached head, a linked worktree and a shallow clone are cloned and delivered to', async () => {
    const user = remember(makeRepository({ a: '1' }))
    writeFileSync(path.join(user, 'a'), '2')
    userGit(user, 'commit', '-qam', 'second')
    const first = userGit(user, 'rev-parse', 'HEAD~1')
    const worktree = path.join(state, 'worktree')
    userGit(user, 'worktree', 'add', '-q', '--detach', worktree, first)
    const shallow = path.join(state, 'shallow')
    userGit(user, 'clone', '-q', '--depth', '1', `file://${user}`, shallow)

    for (const [root, content] of [
      [worktree, '1'],
      [shallow, '2'],
    ] as const) {
      const ours = await createClone(targetAt(root), path.join(state, 'clones', path.basename(root)), { logger: quiet })
      expect(readFileSync(path.join(ours.root, 'a'), 'utf8')).toBe(content)
      writeFileSync(path.join(ours.root, 'a'), '3')
      await ours.commit({ message: 'x', edits: [{ path: 'a' }] })
      await ours.deliver('out')
      expect(userGit(root, 'show', 'out:a')).toBe('3')
      userGit(root, 'branch', '-D', 'out')
    }
  })

  test('with includeDirty the base holds the uncommitted work', async () => {
    const user = remember(makeRepository({ a: '1', b: '1' }))
    writeFileSync(path.join(user, 'a'), '2')
    rmSync(path.join(user, 'b'))
    writeFiles(user, { 'deep/new': '3' })
    const before = fingerprint(user)
    const ours = await clone(user, {}, { includeDirty: true })
    expect(readFileSync(path.join(ours.root, 'a'), 'utf8')).toBe('2')
    expect(existsSync(path.join(ours.root, 'b'))).toBe(false)
    expect(readFileSync(path.join(ours.root, 'deep/new'), 'utf8')).toBe('3')
    expect(userGit(ours.folder, 'status', '--porcelain')).toBe('')
    expect(await ours.head()).toBe(ours.base)
    expect(fingerprint(user)).toEqual(before)
  })

  test('commits hold the edited files and nothing else; dropTo takes them back', async () => {
    const ours = await clone(remember(makeRepository({ a: '1', b: '1', c: '1' })))
    writeFileSync(path.join(ours.root, 'a'), '2')
    writeFileSync(path.join(ours.root, 'leftover'), 'of a build')
    rmSync(path.join(ours.root, 'b'))
    const kept = await ours.commit({ message: '# kept as written\n', edits: [{ path: 'a' }, { path: 'b' }] })
    expect(userGit(ours.folder, 'show', '--name-status', '--format=%B', kept)).toBe('# kept as written\n\n\nM\ta\nD\tb')
    await ours.dropTo(ours.base)
    expect(readFileSync(path.join(ours.root, 'a'), 'utf8')).toBe('1')
    expect(existsSync(path.join(ours.root, 'b'))).toBe(true)
    await expect(ours.dropTo(kept)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('is opened again by its folder, and what a killed run left is made anew', async () => {
    const user = remember(makeRepository({ a: '1' }))
    const ours = await clone(user)
    expect((await openClone(ours.folder)).base).toBe(ours.base)
    writeFileSync(path.join(ours.root, 'a'), 'edited')
    await clone(user)
    expect(readFileSync(path.join(ours.root, 'a'), 'utf8')).toBe('edited')
    writeFileSync(`${ours.folder}.unfinished`, '')
    await clone(user)
    expect(readFileSync(path.join(ours.root, 'a'), 'utf8')).toBe('1')
  })

  test('a folder that is not ours is never cleared', async () => {
    writeFiles(cloneFolder(), { precious: '1' })
    await expect(clone(remember(makeRepository({ a: '1' })))).rejects.toMatchObject({ code: 'CLONE_FAILED' })
    expect(existsSync(path.join(cloneFolder(), 'precious'))).toBe(true)
  })

  test('a repository without a commit, and a missing folder, are told', async () => {
    const empty = remember(temporaryFolder('empty'))
    userGit(empty, 'init', '-q')
    await expect(clone(empty)).rejects.toMatchObject({ code: 'TARGET_UNSUPPORTED' })
    await expect(clone(path.join(empty, 'none'))).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
  })

  test('submodules come from the checkouts at hand', async () => {
    const library = remember(makeRepository({ 'lib.js': '1' }, 'library'))
    const user = remember(makeRepository({ a: '1' }))
    userGit(user, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib')
    userGit(user, 'commit', '-qm', 'library')
    rmSync(library, { recursive: true })
    const ours = await clone(user)
    expect(readFileSync(path.join(ours.root, 'vendor/lib/lib.js'), 'utf8')).toBe('1')
    expect(userGit(ours.folder, 'status', '--porcelain')).toBe('')
  })

  test('files that only the user’s filters make readable are refused', async () => {
    const user = remember(makeRepository({ 'a.bin': 'x' }))
    userGit(user, 'config', 'filter.crypt.clean', 'sed s/secret/encrypted/')
    userGit(user, 'config', 'filter.crypt.smudge', 'sed s/encrypted/secret/')
    writeFiles(user, { '.gitattributes': '*.bin filter=crypt\n', 'a.bin': 'secret' })
    userGit(user, 'add', '-A')
    userGit(user, 'commit', '-qm', 'crypt')
    await expect(clone(user)).rejects.toMatchObject({ code: 'TARGET_UNSUPPORTED', details: { path: 'a.bin' } })
  })
})

describe('a package in a monorepo', () => {
  test('is found by its prefix; links between packages stay within the clone', async () => {
    const user = remember(
      makeRepository({
        '.gitignore': 'node_modules\n',
        'package.json': '{"workspaces":["packages/*"]}',
        'package-lock.json': '{"lockfileVersion":3,"packages":{"":{},"node_modules/ui":{"link":true}}}',
        'packages/shop/package.json': '{"name":"shop"}',
        'packages/ui/index.js': 'ui',
      }),
    )
    writeFiles(user, {
      'node_modules/.package-lock.json': '{"packages":{}}',
      'packages/shop/node_modules/own/i.js': '1',
    })
    symlinkSync('../packages/ui', path.join(user, 'node_modules/ui'))
    symlinkSync(path.join(user, 'packages/shop'), path.join(user, 'node_modules/shop'))
    const elsewhere = remember(temporaryFolder('linked'))
    writeFiles(elsewhere, { 'index.js': 'linked' })
    symlinkSync(elsewhere, path.join(user, 'node_modules/linked'))

    const ours = await clone(path.join(user, 'packages/shop'))
    expect(ours.prefix).toBe('packages/shop')
    expect(ours.root).toBe(path.join(ours.folder, 'packages/shop'))
    expect(readlinkSync(path.join(ours.folder, 'node_modules/ui'))).toBe('../packages/ui')
    expect(path.resolve(ours.folder, 'node_modules', readlinkSync(path.join(ours.folder, 'node_modules/shop')))).toBe(
      ours.root,
    )
    expect(lstatSync(path.join(ours.folder, 'node_modules/linked')).isDirectory()).toBe(true)
    expect(existsSync(path.join(ours.root, 'node_modules/own/i.js'))).toBe(true)
    writeFileSync(path.join(ours.root, 'package.json'), '{"name":"shop","x":1}')
    await ours.commit({ message: 'x', edits: [{ path: 'package.json' }] })
    expect(userGit(ours.folder, 'show', '--name-only', '--format=')).toBe('packages/shop/package.json')
  })
})

describe('dependencies and inputs', () => {
  test('what is installed is copied without sharing an inode, and without caches', async () => {
    const user = remember(makeRepository(PROJECT))
    writeFiles(user, INSTALLED)
    const ours = await clone(user)
    const at = 'node_modules/dep/index.js'
    expect(readFileSync(path.join(ours.root, at), 'utf8')).toBe('module.exports = 1\n')
    expect(statSync(path.join(ours.root, at)).ino).not.toBe(statSync(path.join(user, at)).ino)
    expect(existsSync(path.join(ours.root, 'node_modules/.cache'))).toBe(false)
  })

  test('what is installed but is not what the lock file says is not used', async () => {
    const packed = remember(temporaryFolder('packed'))
    writeFiles(packed, { 'package.json': '{"name":"dep","version":"1.0.0"}', 'index.js': 'fresh' })
    const user = remember(
      makeRepository({ ...PROJECT, 'dep/package.json': '{"name":"dep","version":"1.0.0"}', 'dep/index.js': 'fresh' }),
    )
    writeFiles(user, {
      'package.json': JSON.stringify({ name: 'shop', version: '1.0.0', dependencies: { dep: 'file:dep' } }),
    })
    execFileSync('npm', ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'], {
      cwd: user,
      stdio: 'ignore',
    })
    userGit(user, 'commit', '-qam', 'lock')
    writeFiles(user, { 'node_modules/dep/index.js': 'stale' })
    const ours = await clone(user)
    expect(readFileSync(path.join(ours.root, 'node_modules/dep/index.js'), 'utf8')).toBe('fresh')
  })

  test('environment files that git ignores are there; a database elsewhere stops, unless overruled', async () => {
    const user = remember(makeRepository(PROJECT))
    writeFiles(user, {
      ...INSTALLED,
      '.env': 'DATABASE_URL=postgres://u:pw@db.example.com/x\n',
      '.env.example': 'DATABASE_URL=postgres://db.example.com/x',
    })
    await expect(clone(user)).rejects.toMatchObject({ code: 'UNSAFE_ENVIRONMENT' })
    const ours = await clone(user, { environment: { DATABASE_URL: 'postgres://127.0.0.1/x' } })
    expect(ours.inputs).toContain('.env')
    expect(existsSync(path.join(ours.root, '.env'))).toBe(true)
  })
})

describe('a plain folder', () => {
  test('is copied without dependencies and output, and its changes come as a patch', async () => {
    const plain = remember(temporaryFolder('plain'))
    writeFiles(plain, {
      'index.html': '<p>old</p>\n',
      'img/a.bin': '\u0000\u0001old',
      'dist/stale.js': 'x',
      'node_modules/x/i.js': 'x',
    })
    mkdirSync(path.join(plain, '.git-like'))
    const before = fingerprint(plain)
    const ours = await clone(plain, { build: { command: 'true', output: 'dist' } })
    expect(ours.kind).toBe('folder')
    expect(existsSync(path.join(ours.root, 'dist'))).toBe(false)
    writeFiles(ours.root, { 'index.html': '<p>new</p>\n', 'img/a.bin': '\u0000\u0002new' })
    await ours.commit({ message: 'x', edits: [{ path: 'index.html' }, { path: 'img/a.bin' }] })
    const delivered = await ours.deliver('tunewright/s1')
    expect(fingerprint(plain)).toEqual(before)
    if (!('patch' in delivered)) throw new Error('expected a patch')
    execFileSync('git', ['apply', delivered.patch], { cwd: plain })
    expect(readFileSync(path.join(plain, 'index.html'), 'utf8')).toBe('<p>new</p>\n')
    expect(readFileSync(path.join(plain, 'img/a.bin'), 'utf8')).toBe('\u0000\u0002new')
  })

  test('a folder that a repository ignores is taken as it is', async () => {
    const user = remember(makeRepository({ '.gitignore': 'site\n' }))
    writeFiles(user, { 'site/index.html': 'x' })
    const ours = await clone(path.join(user, 'site'))
    expect(ours.kind).toBe('folder')
    expect(existsSync(path.join(ours.root, 'index.html'))).toBe(true)
  })
})
