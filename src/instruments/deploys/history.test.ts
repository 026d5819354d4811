import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { anyChange, changeGroupOf, PRIOR, withChangeChances } from './change-chances.js'
import { readDeployHistory } from './history.js'
import { lockedVersions } from './locked-versions.js'
import { visitScriptSize } from './visit-scripts.js'

const folder = mkdtempSync(join(tmpdir(), 'deploys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const git = (day: string, ...args: string[]) =>
  execFileSync('git', args, {
    cwd: folder,
    env: { ...process.env, GIT_AUTHOR_DATE: `${day}T12:00:00Z`, GIT_COMMITTER_DATE: `${day}T12:00:00Z` },
  })

const commit = (day: string, files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  git(day, 'add', '-A')
  git(day, '-c', 'user.name=Ada', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', 'commit', '-qm', day)
}

const lock = (zod: string) =>
  JSON.stringify({
    packages: { '': {}, 'node_modules/zod': { version: zod }, 'node_modules/react': { version: '19.0.0' } },
  })

it('counts the days that changed a file or a package, of what lies in the package', async () => {
  git('2026-01-01', 'init', '-q', '-b', 'main')
  commit('2026-01-01', {
    'web/src/a.js': '1',
    'web/src/b.js': '1',
    'package-lock.json': lock('4.0.0'),
    'api/x.js': '1',
  })
  commit('2026-01-02', { 'web/src/a.js': '2' })
  commit('2026-01-02', { 'web/src/a.js': '3', 'api/x.js': '2' })
  commit('2026-01-03', { 'web/src/a.js': '4', 'package-lock.json': lock('4.1.0') })
  commit('2026-01-04', { 'api/x.js': '3' })
  commit('2026-01-05', { 'web/src/b.js': '2' })
  const history = await readDeployHistory(join(folder, 'web'), 'HEAD')
  // The first commit made everything and changed nothing; the fourth day is another package's.
  expect(history).toEqual({
    deploys: 3,
    files: { 'src/a.js': 2, 'src/b.js': 1 },
    lockedDeploys: 3,
    packages: { zod: 1 },
  })
  expect(await readDeployHistory(join(folder, 'web'), 'HEAD~4')).toMatchObject({ deploys: 1, packages: {} })
})

it('says nothing of a folder without a repository', async () => {
  expect(await readDeployHistory(tmpdir(), 'HEAD')).toBeNull()
})

it('draws what little is known towards what is usual', () => {
  const history = { deploys: 90, files: { 'src/a.js': 90 }, lockedDeploys: 90, packages: {} }
  const own = { path: 'src/a.js', packageName: null }
  expect(changeGroupOf(own, null).chance).toBe(PRIOR.own)
  expect(changeGroupOf(own, history).chance).toBeGreaterThan(0.9)
  const [zod, react] = ['zod', 'react'].map(name =>
    changeGroupOf({ path: `node_modules/${name}/index.js`, packageName: name }, history),
  )
  expect(zod!.chance).toBeLessThan(PRIOR.package)
  expect(react!.chance).toBeLessThan(zod!.chance)
  // A package changes as one.
  expect(anyChange([zod!, zod!])).toBeCloseTo(zod!.chance, 12)
})

it('has a file change with every file whose name stands in it', () => {
  const module = (path: string, packageName: string | null, file: string) => ({
    path,
    packageName,
    parsedSize: 100,
    gzipSize: 50,
    chunkFiles: [file],
    importedBy: [],
  })
  const chunk = (file: string, initial: boolean) => ({
    id: file,
    names: [],
    files: [file],
    initial,
    entry: initial,
    size: 100,
  })
  const bundle = {
    bundler: 'webpack' as const,
    bundlerVersion: '5.0.0',
    mode: 'production',
    outputPath: '.',
    codeSplitting: true,
    entrypoints: [{ name: 'main', files: ['main.js'], size: 100 }],
    chunks: [chunk('main.js', true), chunk('later.js', false)],
    modules: [module('node_modules/zod/index.js', 'zod', 'main.js'), module('src/later.js', null, 'later.js')],
    hazards: [],
  }
  const { changeChances } = withChangeChances(bundle, new Map([['main.js', ['later.js']]]), null)
  expect(changeChances!['later.js']).toBeCloseTo(PRIOR.own, 12)
  expect(changeChances!['main.js']).toBeCloseTo(1 - (1 - PRIOR.own) * (1 - PRIOR.package), 12)
  const request = (url: string, transferSize: number) => ({
    url,
    kind: 'script' as const,
    status: 200,
    contentType: '',
    contentEncoding: 'br',
    transferSize,
    decodedSize: transferSize,
    start: 0,
    end: 1,
    fromCache: false,
    priority: 'High',
  })
  const pages = [
    { requests: [request('/main.js', 1000)] },
    { requests: [request('/main.js', 1000), request('/legacy.js', 50)] },
  ]
  expect(visitScriptSize(pages, { 'main.js': 0.25 })).toBe(1300)
})

it.each([
  ['pnpm-lock.yaml', "packages:\n\n  zod@4.1.0:\n    resolution: {}\n\n  '@vue/shared@3.5.0':\n    resolution: {}\n"],
  [
    'pnpm-lock.yaml',
    'packages:\n  /zod@4.1.0:\n    resolution: {}\n  /@vue/shared@3.5.0(x@1.0.0):\n    resolution: {}\n',
  ],
  ['yarn.lock', 'zod@^4.0.0:\n  version "4.1.0"\n\n"@vue/shared@^3.0.0", "@vue/shared@3.5.0":\n  version "3.5.0"\n'],
  ['yarn.lock', '"zod@npm:^4.0.0":\n  version: 4.1.0\n\n"@vue/shared@npm:3.5.0":\n  version: 3.5.0\n'],
  ['package-lock.json', '{"dependencies": {"zod": {"version": "4.1.0"}, "@vue/shared": {"version": "3.5.0"}}}'],
])('reads the versions in a %s', (file, text) => {
  expect(Object.fromEntries(lockedVersions(file, text))).toEqual({ zod: '4.1.0', '@vue/shared': '3.5.0' })
})

it('takes a damaged lock file for one that says nothing', () => {
  expect(lockedVersions('package-lock.json', '<<<<<<< HEAD').size).toBe(0)
})
