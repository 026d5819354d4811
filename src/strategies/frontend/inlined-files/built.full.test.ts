import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { inlinedFiles } from './data-urls.js'
import { ASSETS, BUILDS, type Bundler } from './fixtures/app.js'
import { builtProject, lookAt } from './fixtures/built.js'
import { strategy } from './index.js'

const projects: Project[] = []
afterAll(() => Promise.all(projects.map(project => project.remove())))

/** Of a build: what stands in its code (bytes), and what lies beside it (bytes). */
const outputOf = async ({ root }: Project) => {
  const folder = join(root, 'dist')
  const files = (await readdir(folder, { recursive: true })).filter(file => /\.\w+$/.test(file))
  const inCode: number[] = []
  const beside = new Map<string, number>()
  for (const file of files) {
    const body = await readFile(join(folder, file))
    if (/\.(js|css|html)$/.test(file)) inCode.push(...inlinedFiles(body.toString()).map(({ bytes }) => bytes))
    else beside.set(file, body.length)
  }
  return { inCode: inCode.sort((a, b) => a - b), beside }
}

const [WOFF2, WOFF, GREEK, LAMP, DOT] = Object.values(ASSETS).map(({ length }) => length) as [
  number,
  number,
  number,
  number,
  number,
]

it.each<[Bundler, Record<string, string>, string[], number[]]>([
  [
    'vite',
    {},
    ['vite.config.js: build.assetsInlineLimit is 4096, as it is where nothing is said, not 60000'],
    [GREEK, WOFF2, WOFF],
  ],
  ['webpack', {}, ["webpack.config.js: type is 'asset', not 'asset/inline'"], [GREEK, WOFF2, WOFF, LAMP]],
  [
    'webpack',
    {
      'webpack.config.js': BUILDS.webpack.files['webpack.config.js']!.replace(
        "type: 'asset/inline'",
        "type: 'asset', parser: { dataUrlCondition: { maxSize: 100 * 1024 } }",
      ),
    },
    ['webpack.config.js: dataUrlCondition.maxSize is 8 * 1024, not 100 * 1024'],
    [GREEK, WOFF2, WOFF, LAMP],
  ],
  ['rollup', {}, ['build.mjs: the limit of url() is 14336, as it is where nothing is said, not 60 * 1024'], [LAMP]],
  ['rolldown', {}, ['build.mjs: the limit of url() is 14336, as it is where nothing is said, not 60 * 1024'], [LAMP]],
  [
    'esbuild',
    {},
    ['build.mjs: the loader of .woff is file, not dataurl', 'build.mjs: the loader of .woff2 is file, not dataurl'],
    [GREEK, WOFF2, WOFF],
  ],
])('%s leaves large files out of the code', async (bundler, changes, expected, moved) => {
  const { project, contractCase } = await builtProject(bundler, undefined, changes)
  projects.push(project)
  const context = contextOf(strategy, contractCase)
  const workspace = folderWorkspace(project.root)
  expect((await outputOf(project)).inCode).toEqual(expect.arrayContaining([...moved, DOT]))
  const { candidates, refusals } = await actuator.propose(context, workspace)
  expect(refusals).toEqual([])
  const [candidate] = candidates
  expect(candidate!.predicted['first-contentful-paint']).toBeLessThan(-5)
  const { details } = await actuator.apply(candidate!, context, workspace)
  expect(details).toEqual(expected)
  const { command } = BUILDS[bundler]
  await project.build(command)
  const { inCode, beside } = await outputOf(project)
  expect(new Set(inCode)).toEqual(new Set([DOT]))
  expect([...beside.values()].sort((a, b) => a - b)).toEqual(moved)
  // Every file is named by an address that leads to it, from wherever it is named.
  const code = await Promise.all(
    (await readdir(join(project.root, 'dist'), { recursive: true }))
      .filter(file => /\.(js|css)$/.test(file))
      .map(file => readFile(join(project.root, 'dist', file), 'utf8')),
  )
  for (const file of beside.keys())
    expect(code.join('\n')).toMatch(new RegExp(`(?:/|\\./|")${file.split('/').at(-1)!.replaceAll('.', '\\.')}`))
  const again = contextOf(strategy, await lookAt(project, command))
  expect((await actuator.propose(again, workspace)).candidates).toEqual([])
  await expect(actuator.apply(candidate!, again, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})

it('fonts that a page never asks for are told from those that it does', async () => {
  const { project, contractCase } = await builtProject('vite', undefined)
  projects.push(project)
  const context = contextOf(strategy, contractCase)
  const { candidates, findings } = await actuator.propose(context, folderWorkspace(project.root))
  const all = contractCase.observation.pages[0]!.loads[0]!.requests.reduce((sum, one) => sum + one.transferSize, 0)
  const predicted = candidates[0]!.predicted['total-transfer-size']!
  expect(predicted).toBeCloseTo((-100 * (WOFF + GREEK)) / all, 0)
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^holds 3 fonts \(60\.0 kB\) in its 8\d\.\d kB/),
    expect.stringContaining('font-display'),
  ])
})

it.each<[Bundler, Record<string, string>, RegExp]>([
  [
    'webpack',
    { 'webpack.config.js': BUILDS.webpack.files['webpack.config.js']!.replace("publicPath: '/'", "publicPath: ''") },
    /^output\.publicPath \(""\) says not where/,
  ],
  [
    'esbuild',
    { 'src/main.js': "import './style.css'\nimport font from './latin.woff2'\n\nconsole.log(font)\n" },
    /^the loader of \.woff2 is dataurl: scripts name such files/,
  ],
])('%s stays as it is where a file would be looked for beside each page', async (bundler, changes, reason) => {
  const { project, contractCase } = await builtProject(bundler, undefined, changes)
  projects.push(project)
  const context = contextOf(strategy, contractCase)
  const { refusals } = await actuator.propose(context, folderWorkspace(project.root))
  expect(refusals.map(refusal => refusal.reason)).toEqual([expect.stringMatching(reason)])
})

it('esbuild is told by its command as well', async () => {
  const script =
    'esbuild src/main.js --bundle --outdir=dist --loader:.woff2=dataurl --loader:.woff=dataurl --loader:.png=dataurl'
  const { project } = await builtProject('esbuild', undefined, {
    'package.json': JSON.stringify({ name: 'lamps', type: 'module', scripts: { build: script } }),
  })
  projects.push(project)
  const { command } = BUILDS.esbuild
  const seen = await lookAt(project, command)
  const context = contextOf(strategy, {
    ...seen,
    target: { ...seen.target, build: { command: 'npm run build', output: 'dist' } },
  })
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  expect(JSON.parse(await workspace.readText('package.json')).scripts.build).toBe(
    script.replace('.woff2=dataurl', '.woff2=file').replace('.woff=dataurl', '.woff=file'),
  )
})
