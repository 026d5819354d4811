import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userGit } from '../../src/change/fixtures/repository.js'
import { type Bench, openBench } from './bench.js'
import { built, MAKE } from './projects.js'

let bench: Bench
beforeAll(() => {
  bench = openBench()
})
afterAll(() => bench.close())

const analyze = ({ files, target }: ReturnType<typeof built>, more = {}) =>
  bench.analyze(bench.project(files), { ...target, ...more })

describe('a build that cannot be used is told, with the end of its output and what to do; nothing is changed, nothing runs on', () => {
  it.each([
    [
      'fails',
      'echo "Module not found: ./x" >&2; exit 3',
      /failed with exit code 3/,
      /fresh checkout/,
      /Module not found/,
    ],
    [
      'is not installed',
      'no-such-bundler --production',
      /exit code 127/,
      /`no-such-bundler` is not there/,
      /not found/,
    ],
    [
      'wants the network',
      'echo "request to https://fonts.example/css failed: getaddrinfo ENOTFOUND fonts.example" >&2; exit 1',
      /exit code 1/,
      /over the network.*fonts\.example.*HTTPS_PROXY/,
      /ENOTFOUND/,
    ],
    [
      'really asks for something over the network',
      `node -e "require('https').get('https://fonts.invalid/', () => {})"`,
      /exit code 1/,
      /over the network/,
      /fonts\.invalid/,
    ],
    [
      'asks a server that does not run',
      `node -e "require('http').get('http://127.0.0.1:9/', () => {})"`,
      /exit code 1/,
      /a server that does not run/,
      /ECONNREFUSED/,
    ],
    [
      'asks for an answer',
      'printf "Overwrite dist? (y/n) "; read answer || exit 1; mkdir dist',
      /exit code 1/,
      /wait for an answer/,
      /Overwrite dist/,
    ],
    [
      'runs out of memory',
      'echo "FATAL ERROR: JavaScript heap out of memory"; exit 134',
      /134/,
      /max-old-space-size/,
      /heap/,
    ],
    ['writes nothing', 'echo done', /wrote nothing to dist/, /build: \{ command, output \}/, /done/],
    [
      'deletes the repository',
      `${MAKE}; rm -rf .git; echo gone`,
      /deleted the repository/,
      /only what it makes/,
      /gone/,
    ],
  ])('%s', async (_, command, message, remedy, output) => {
    const { error, changed, running } = await analyze(built(command))
    expect(error).toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
      state: 'Nothing was changed.',
      details: { output: expect.stringMatching(output) },
    })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })

  it('hangs, with a grandchild that does not listen to SIGTERM: all of them are ended', async () => {
    const deaf = `trap '' TERM; sh -c "trap '' TERM; while :; do sleep 1; done" & echo started; while :; do sleep 1; done`
    const { error, changed, running } = await analyze(built(deaf, { timeout: 1_000 }))
    expect(error).toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringContaining('did not end within 1 s'),
      remedy: expect.stringContaining('build.timeout'),
      details: { output: 'started\n' },
    })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })

  it('waits for input: there is none, so it ends instead of hanging', async () => {
    const { error } = await analyze(
      built('cat > answer.txt; test -s answer.txt || { echo "Name your project:"; exit 1; }'),
    )
    expect(error).toMatchObject({ code: 'BUILD_FAILED', details: { output: expect.stringContaining('Name') } })
  })
})

describe('what a build does beside its output stays in the private clone', () => {
  it('files written beside it, and sources deleted, are put back there; the user’s are not touched', async () => {
    const { files, target } = built(`${MAKE}; echo x > stray.txt; echo x > ../beside.txt; rm src.html; exit 0`)
    const root = bench.project(files)
    const { error, changed, running } = await bench.analyze(root, target)
    expect({ error, changed, running }).toEqual({ error: null, changed: [], running: [] })
    expect(existsSync(path.join(root, '../beside.txt'))).toBe(false)
  })

  it('a watcher that it leaves running is ended', async () => {
    const { error, changed, running } = await analyze(built(`${MAKE}; (while :; do sleep 1; done) & echo watching`))
    expect({ error, changed, running }).toEqual({ error: null, changed: [], running: [] })
  })
})

describe('dependencies that cannot be installed', () => {
  const lock = (packages: object) => JSON.stringify({ name: 'shop', version: '1.0.0', lockfileVersion: 3, packages })
  const manifest = JSON.stringify({ name: 'shop', version: '1.0.0', dependencies: { 'left-pad': '1.3.0' } })

  it.each([
    [
      'a lock file that does not fit package.json',
      lock({ '': { name: 'shop', version: '1.0.0' } }),
      /lock file does not fit/,
    ],
    ['a broken lock file', '{"name"', /./],
  ])('%s', async (_, lockFile, remedy) => {
    const { files, target } = built(MAKE)
    const root = bench.project({ ...files, 'package.json': manifest, 'package-lock.json': lockFile })
    const { error, changed, running } = await bench.analyze(root, target)
    expect(error).toMatchObject({
      code: 'CLONE_FAILED',
      message: expect.stringContaining('npm ci'),
      remedy: expect.stringMatching(remedy),
      state: 'Nothing was changed.',
      details: { output: expect.stringContaining('npm') },
    })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })
})

describe('a state folder within a repository of the user’s', () => {
  it('a build that deletes the clone’s .git does not make git go to work on that repository', async () => {
    // The bench's own folder as a user's repository with work under way that `git checkout` would throw away.
    userGit(bench.folder, 'init', '-q')
    const { files, target } = built(`${MAKE}; rm -rf .git`)
    const outer = path.join(bench.folder, '.git', 'HEAD')
    const before = readFileSync(outer, 'utf8')
    const { error, changed } = await bench.analyze(bench.project(files), target)
    expect(error).toMatchObject({ code: 'BUILD_FAILED' })
    expect(changed).toEqual([])
    expect(readFileSync(outer, 'utf8')).toBe(before)
    expect(existsSync(path.join(bench.folder, '.git', 'index'))).toBe(false)
  })
})
