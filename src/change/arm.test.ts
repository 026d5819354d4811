import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { TargetSystem } from '../model/target.js'
import { BUNDLE_STATISTICS_VARIABLE, buildArm, removeArm } from './arm.js'
import { type Clone, createClone } from './clone.js'
import { removedAfterAll } from './fixtures/removed-folders.js'
import {
  fingerprint,
  makeRepository,
  quiet,
  targetAt,
  temporaryFolder,
  userGit,
  writeFiles,
} from './fixtures/repository.js'
import { Journal } from './journal.js'
import { revertChange } from './revert.js'
import { runTests } from './target-tests.js'
import { openWorkspace, sourcesOf } from './workspace.js'

/** A build with the habits of real ones: a cache, a generated source, an output that keeps what it does not overwrite. */
const BUILD = `
const fs = require('fs')
const source = fs.readFileSync('src.txt', 'utf8').trim()
const cache = 'node_modules/.cache/build'
const cached = fs.existsSync(cache + '/last') ? fs.readFileSync(cache + '/last', 'utf8') : 'none'
fs.mkdirSync(cache, { recursive: true })
fs.writeFileSync(cache + '/last', source)
fs.writeFileSync('generated.txt', source)
fs.writeFileSync('version.txt', source)
fs.mkdirSync('dist', { recursive: true })
fs.writeFileSync('dist/' + source + '.js', JSON.stringify({ source, cached, cwd: process.cwd(), files: fs.readdirSync('dist') }))
if (process.env.TUNEWRIGHT_BUNDLE_STATISTICS) fs.writeFileSync(process.env.TUNEWRIGHT_BUNDLE_STATISTICS, JSON.stringify({ cwd: process.cwd(), module: process.cwd() + '/a.js', neighbour: process.cwd() + '-b/a.js' }))
`
const remember = removedAfterAll()
let user: string
let state: string
let clone: Clone
let target: TargetSystem
const arms = () => ({ armsFolder: path.join(state, 'arms'), logger: quiet })
const build = (command: string, o = {}) =>
  buildArm(clone, { ...target, build: { command, output: 'dist' } }, { ...arms(), ...o })

beforeEach(async () => {
  vi.stubEnv('TUNEWRIGHT_HOME', remember(temporaryFolder('home')))
  state = remember(temporaryFolder('arms'))
  user = remember(
    makeRepository({
      'build.cjs': BUILD,
      'src.txt': 'one',
      'version.txt': 'as committed',
      '.gitignore': 'node_modules\ndist\n',
      'test.cjs': `require('fs').writeFileSync('dist/coverage', 'x'); console.log('ran in', process.cwd()); process.exit(require('fs').existsSync('dist/one.js') ? 0 : 1)`,
    }),
  )
  writeFiles(user, { 'node_modules/dep/index.js': 'module.exports = 1' })
  target = targetAt(user, { build: { command: 'node build.cjs', output: 'dist' }, test: { command: 'node test.cjs' } })
  clone = await createClone(target, path.join(state, 'clone'), { logger: quiet })
})

describe('arms', () => {
  test('leave what is installed where it is, also where a project ignores nothing', async () => {
    const bare = remember(makeRepository({ 'build.cjs': BUILD, 'src.txt': 'one' }))
    clone = await createClone(targetAt(bare), path.join(state, 'bare'), { logger: quiet })
    writeFiles(clone.root, { 'node_modules/tool/cli.js': 'console.log(1)', 'node_modules/.bin/other': '' })
    symlinkSync('../tool/cli.js', path.join(clone.root, 'node_modules/.bin/tool'))
    const installed = fingerprint(path.join(clone.root, 'node_modules'), at => at.startsWith('.cache'))
    const { revision } = await build('node build.cjs')
    expect(revision).toBe(clone.base)
    expect(fingerprint(path.join(clone.root, 'node_modules'), at => at.startsWith('.cache'))).toEqual(installed)
    expect(existsSync(path.join(clone.root, 'generated.txt'))).toBe(false)
  })

  test('are built at one path from one starting state, and stand beside each other', async () => {
    writeFiles(clone.root, { 'node_modules/dep/index.js': 'module.exports = 1' })
    const sources = fingerprint(clone.folder, at => /^\.git$|node_modules/.test(at))
    const first = await buildArm(clone, target, arms())
    expect(fingerprint(clone.folder, at => /^\.git$|node_modules|^dist/.test(at))).toEqual(sources)
    writeFileSync(path.join(clone.root, 'src.txt'), 'two')
    writeFileSync(path.join(clone.root, 'added.txt'), 'by the change')
    const second = await buildArm(clone, target, arms())

    const built = (root: string, name: string) =>
      JSON.parse(readFileSync(path.join(root, 'dist', `${name}.js`), 'utf8'))
    expect(built(first.root, 'one')).toEqual({ source: 'one', cached: 'none', cwd: clone.root, files: [] })
    expect(built(second.root, 'two')).toEqual({ source: 'two', cached: 'none', cwd: clone.root, files: [] })
    expect(existsSync(path.join(second.root, 'dist/one.js'))).toBe(false)
    expect(readFileSync(path.join(second.root, 'added.txt'), 'utf8')).toBe('by the change')
    expect(existsSync(path.join(first.root, '.git'))).toBe(false)
    expect(readFileSync(path.join(first.root, 'node_modules/dep/index.js'), 'utf8')).toBe('module.exports = 1')
    expect(first.revision).toBe(clone.base)
    expect(second.revision).toMatch(new RegExp(`^${clone.base}\\+[0-9a-f]{12}$`))
    expect(userGit(clone.folder, 'status', '--porcelain')).toBe('M src.txt\n?? added.txt')
    expect(statSync(path.join(first.root, 'src.txt')).ino).not.toBe(statSync(path.join(clone.root, 'src.txt')).ino)

    await removeArm(first, clone)
    expect(existsSync(first.root)).toBe(false)
    expect(existsSync(second.root)).toBe(true)
  })

  test('built twice from the same sources are the same, byte for byte', async () => {
    const [first, second] = [await buildArm(clone, target, arms()), await buildArm(clone, target, arms())]
    expect(fingerprint(second.root)).toEqual(fingerprint(first.root))
    expect(second.revision).toBe(first.revision)
  })

  test('keep webpack’s statistics of their own build, which name the arm’s own files', async () => {
    const stats = path.join(state, 'stats.json')
    const arm = await buildArm(clone, target, { ...arms(), extraEnvironment: { [BUNDLE_STATISTICS_VARIABLE]: stats } })
    expect(JSON.parse(readFileSync(arm.bundleStatistics ?? '', 'utf8'))).toEqual({
      cwd: arm.root,
      module: path.join(arm.root, 'a.js'),
      neighbour: `${clone.root}-b/a.js`,
    })
    const without = await build('mkdir dist && echo 1 > dist/x', {
      extraEnvironment: { [BUNDLE_STATISTICS_VARIABLE]: stats },
    })
    expect(without.bundleStatistics).toBeNull()
  })

  test('a build output under version control is built anew, and the clone is as it was afterwards', async () => {
    writeFiles(user, { 'public/index.html': 'source', 'public/bundle.js': 'old' })
    userGit(user, 'add', '-fA', 'public')
    userGit(user, 'commit', '-qm', 'tracked output')
    const tracked = await createClone(target, path.join(state, 'tracked'), { logger: quiet })
    const inPublic = (command: string) => buildArm(tracked, { ...target, build: { command, output: 'public' } }, arms())
    const arm = await inPublic('echo new > public/bundle.js; echo chunk > public/1.js')
    expect(readFileSync(path.join(arm.root, 'public/index.html'), 'utf8')).toBe('source')
    expect(readFileSync(path.join(arm.root, 'public/bundle.js'), 'utf8')).toBe('new\n')
    expect(userGit(tracked.folder, 'status', '--porcelain')).toBe('')
    await expect(inPublic('true')).rejects.toMatchObject({ code: 'BUILD_FAILED' })
  })

  test('a page written by hand into the build’s output, beside the bundle it loads, is served with it', async () => {
    writeFiles(user, {
      '.gitignore': 'node_modules\n',
      'dist/index.html': 'by hand',
      'dist/main.js': 'old',
      'dist/img/a.png': 'asset',
    })
    userGit(user, 'add', '-A', 'dist', '.gitignore')
    userGit(user, 'commit', '-qm', 'a page in the output')
    const beside = await createClone(target, path.join(state, 'beside'), { logger: quiet })
    const inDist = (command: string) => buildArm(beside, { ...target, build: { command, output: 'dist' } }, arms())
    const arm = await inDist('ls dist 2>/dev/null; mkdir -p dist; echo new > dist/main.js')
    const served = (file: string) => readFileSync(path.join(arm.root, 'dist', file), 'utf8')
    expect([served('index.html'), served('main.js'), served('img/a.png')]).toEqual(['by hand', 'new\n', 'asset'])
    expect(userGit(beside.folder, 'status', '--porcelain')).toBe('')
    // It is a source as any other: it can be edited, and have new files beside it, which the next build leaves there.
    expect(await sourcesOf(beside).list(['dist/**'])).toEqual(['dist/img/a.png', 'dist/index.html'])
    const journal = await Journal.open(path.join(state, 'journal'))
    const origin = { changeId: 'c1', sessionId: 's1', candidateId: 'x' }
    const workspace = await openWorkspace(beside, journal, origin)
    await workspace.write('dist/index.html', 'edited')
    await workspace.write('dist/img/a.webp', 'smaller')
    await expect(workspace.write('dist/main.js', 'x')).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    await expect(workspace.write('dist/js/main.js', 'x')).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    const edited = await inDist('ls dist 2>/dev/null; mkdir -p dist; echo new > dist/main.js')
    const now = (file: string) => readFileSync(path.join(edited.root, 'dist', file), 'utf8')
    expect([now('index.html'), now('img/a.webp'), now('main.js')]).toEqual(['edited', 'smaller', 'new\n'])
    await revertChange(journal, 'c1')
    await journal.close()
    expect(userGit(beside.folder, 'status', '--porcelain')).toBe('')
    // What the build did not write is no sign of a build, however much lies there already.
    await expect(inDist('true')).rejects.toMatchObject({ code: 'BUILD_FAILED' })
    expect(userGit(beside.folder, 'status', '--porcelain')).toBe('')
  })

  test.each([
    ['fails', 'echo why it failed; exit 2', /exit code 2/],
    ['writes nothing', 'echo why it failed', /wrote nothing/],
    ['makes an empty folder', 'mkdir dist; echo why it failed', /wrote nothing/],
  ])('a build that %s is told with its output', async (_, command, message) => {
    await expect(build(command)).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringMatching(message),
      details: { output: 'why it failed\n' },
    })
    expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
  })

  test('a build that hangs is ended and told', async () => {
    const hanging = { ...target, build: { command: 'echo up; sleep 600', output: 'dist', timeout: 500 } }
    await expect(buildArm(clone, hanging, arms())).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringContaining('did not end within 0.5 s'),
      remedy: expect.stringContaining('build.timeout'),
      details: { output: 'up\n' },
    })
  })

  test('a package without a build is put aside as it is', async () => {
    const { build: _, ...unbuilt } = target
    const arm = await buildArm(clone, unbuilt, arms())
    expect(readFileSync(path.join(arm.root, 'src.txt'), 'utf8')).toBe('one')
    expect(arm.buildMilliseconds).toBe(0)
  })

  test('in a monorepo, packages are linked within the arm', async () => {
    const repository = remember(
      makeRepository({
        'packages/shop/package.json': '{}',
        'packages/ui/index.js': 'before',
        '.gitignore': 'node_modules\n',
      }),
    )
    const shop = targetAt(path.join(repository, 'packages/shop'))
    const mono = await createClone(shop, path.join(state, 'mono'), { logger: quiet })
    writeFiles(mono.folder, { 'node_modules/x/i.js': '1' })
    symlinkSync('../packages/ui', path.join(mono.folder, 'node_modules/ui'))
    const arm = await buildArm(mono, shop, arms())
    writeFileSync(path.join(mono.folder, 'packages/ui/index.js'), 'after')
    expect(readFileSync(path.join(arm.root, '../../node_modules/ui/index.js'), 'utf8')).toBe('before')
    await removeArm(arm, mono)
    expect(existsSync(arm.root)).toBe(false)
  })
})

describe("the project's own tests", () => {
  test('run on a copy of the arm', async () => {
    const arm = await buildArm(clone, target, arms())
    const before = fingerprint(path.dirname(arm.root))
    const run = await runTests(arm, clone, target)
    expect(run).toMatchObject({ outcome: 'passed', exitCode: 0 })
    expect(run.output).toContain('ran in')
    expect(fingerprint(path.dirname(arm.root))).toEqual(before)
  })

  test('failing, hanging and missing ones are told apart', async () => {
    const arm = await buildArm(clone, target, arms())
    const withTest = (command: string) => runTests(arm, clone, { ...target, test: { command } }, { timeout: 500 })
    expect((await withTest('exit 1')).outcome).toBe('failed')
    expect((await withTest('sleep 600')).outcome).toBe('timed-out')
    const { test: _, ...untested } = target
    expect((await runTests(arm, clone, untested)).outcome).toBe('absent')
  })

  test.each([
    ['echo "No tests found, exiting with code 1" >&2; exit 1', 'absent'],
    ['echo "No test files found, exiting with code 1"; exit 1', 'absent'],
    ['echo "lamp.test.js: it found no tests found elsewhere"; exit 1', 'failed'],
  ])('a runner that has nothing to run is as good as none: `%s` is %s', async (command, outcome) => {
    const arm = await buildArm(clone, target, arms())
    expect((await runTests(arm, clone, { ...target, test: { command } })).outcome).toBe(outcome)
  })
})
