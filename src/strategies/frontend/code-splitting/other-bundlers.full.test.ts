import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleMetrics } from '../../../instruments/bundle/bundle-metrics.js'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import { actuator } from './actuator.js'
import { COMMANDS, ON_OTHERS } from './fixtures/other-bundlers.js'
import { shops } from './fixtures/shops.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'

const { create } = shops()

const initialBytes = async (project: Project): Promise<number> =>
  bundleMetrics(await readBundle(project.statsFile, join(project.root, 'dist')))['initial-bundle-size']!

describe.each([
  ['vite', COMMANDS.vite],
  ['esbuild', COMMANDS.esbuild],
] as const)('a shop built by %s', (bundler, command) => {
  it('loads its heavy routes when they are opened, by its sources alone', async () => {
    const project = await create(ON_OTHERS)
    await project.build(command)
    const context = await contextOf(project, { pages: ['/', '/catalogue', '/product/7'] })
    const workspace = folderWorkspace(project.root)
    const { candidates, refusals, settings } = await actuator.propose(context, workspace)
    const ids = candidates.map(({ id }) => id)
    expect(ids).toContain('lazy-routes')
    expect(ids).not.toContain('missing-minimizer')
    for (const id of ['manifest-split-chunks', 'lazy-routes-initial-vendors']) expect(ids).not.toContain(id)
    expect(refusals).toContainEqual({
      subject: "Split chunks by the manifest's groups",
      reason: `this is a build by ${bundler}: only webpack’s chunks of the first load are cut further`,
    })
    expect(settings.find(({ key }) => key === 'automation.analysis')?.note).toContain(bundler)
    expect(refusals).toContainEqual({
      subject: 'src/pages/Home.jsx',
      reason: expect.stringContaining('below the threshold'),
    })

    const before = await initialBytes(project)
    const chosen = candidates.find(({ id }) => id === 'lazy-routes')!
    await actuator.apply(chosen, context, workspace)
    expect(await workspace.readText('src/App.jsx')).toContain(
      "const Catalogue = lazy(() => import('./pages/Catalogue').then(module => ({ default: module.Catalogue })))\n",
    )
    await project.build(command)
    const after = await initialBytes(project)
    // A module weighs its share before minification, which takes more off code than off data.
    expect(Math.abs(100 * (after / before - 1) - chosen.predicted['initial-bundle-size']!)).toBeLessThan(15)
  })
})

it('routes of measured pages stay, as another candidate, where pages cannot ask early for their own', async () => {
  const project = await create(ON_OTHERS)
  await project.build(COMMANDS.esbuild)
  const context = await contextOf(project, { pages: ['/', '/catalogue'] })
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  const chosen = candidates.find(({ id }) => id === 'lazy-other-routes')!
  expect(chosen.title).toBe('Load routes when they are opened: Product; those of the measured pages stay')
  await actuator.apply(chosen, context, workspace)
  const text = await workspace.readText('src/App.jsx')
  expect(text).toContain("const Product = lazy(() => import('./pages/Product'))")
  expect(text).toContain("import { Catalogue } from './pages/Catalogue'")
  const all = await actuator.propose(await contextOf(project, { pages: ['/', '/catalogue', '/product/7'] }), workspace)
  expect(all.candidates.map(({ id }) => id)).not.toContain('lazy-other-routes')
})

it('a build that puts everything into one file is left together, with the reason', async () => {
  const project = await create(ON_OTHERS)
  await project.build(['esbuild.mjs', 'whole'])
  const { candidates, refusals } = await actuator.propose(await contextOf(project), folderWorkspace(project.root))
  expect(candidates).toEqual([])
  expect(refusals.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('into the same file'))
})

it.each([
  [
    'vite',
    { 'vite.config.js': `export default { build: { minify: false }, oxc: { jsx: { runtime: 'automatic' } } }\n` },
    ['node_modules/vite/bin/vite.js', 'build'],
    'vite.config.js',
  ],
  [
    'esbuild',
    { 'esbuild.mjs': ON_OTHERS['esbuild.mjs']!.replace(', minify: true', '') },
    ['esbuild.mjs'],
    'esbuild.mjs',
  ],
] as const)('a build by %s that does not minify is set right', async (_, files, command, edited) => {
  const project = await create({ ...ON_OTHERS, ...files })
  await project.build(command)
  const context = await contextOf(project)
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  const goal = candidates.find(({ id }) => id === 'missing-minimizer')!
  const before = await initialBytes(project)
  const { details } = await actuator.apply(goal, context, workspace)
  expect(details).toEqual([`${edited}: JavaScript is minified`])
  await project.build(command)
  // Taking out white space and comments is the least that a minifier does.
  expect(100 * ((await initialBytes(project)) / before - 1)).toBeLessThan(goal.predicted['initial-bundle-size']!)
})

describe('a page that Vite makes', () => {
  const build = ['node_modules/vite/bin/vite.js', 'build']

  it('asks for the files of its own route at once', async () => {
    const project = await create(ON_OTHERS)
    await project.build(build)
    const context = await contextOf(project, { pages: ['/', '/catalogue', '/product/7'] })
    const workspace = folderWorkspace(project.root)
    const { candidates } = await actuator.propose(context, workspace)
    const { details } = await actuator.apply(
      candidates.find(({ id }) => id === 'lazy-routes-early')!,
      context,
      workspace,
    )
    expect(details).toContain('vite.config.js: what it exports passes through vite.code-splitting.mjs')
    await project.build(build)
    const html = await readFile(join(project.root, 'dist/index.html'), 'utf8')
    const scripts = await readdir(join(project.root, 'dist/assets'))
    const catalogue = scripts.find(file => /^Catalogue-.*\.js$/.test(file))!
    // Both heavy routes share the words; the entry's own files are asked for by the page itself.
    const [, routes] = /\}\)\((\[.*?\])\)<\/script>/s.exec(html)!
    const asked = new Map<string, string[]>(JSON.parse(routes!))
    expect(asked.get('^/catalogue/?$')).toContain(`/assets/${catalogue}`)
    expect(asked.get('^/product/[^/]+/?$')).not.toContain(`/assets/${catalogue}`)
    const entry = /<script type="module"[^>]*src="([^"]+)"/.exec(html)![1]!
    expect([...asked.values()].flat()).not.toContain(entry)
    for (const file of [...asked.values()].flat()) expect(scripts).toContain(file.replace('/assets/', ''))
  })

  it.each([
    [
      'a base path',
      { 'vite.config.js': "export default { base: '/shop/', oxc: { jsx: { runtime: 'automatic' } } }\n" },
      /below a base path/,
    ],
    [
      'a configuration in CommonJS',
      { 'vite.config.js': '', 'vite.config.cjs': "module.exports = { oxc: { jsx: { runtime: 'automatic' } } }\n" },
      /does not export the configuration/,
    ],
  ])('with %s is given no script', async (_, files, reason) => {
    const project = await create({ ...ON_OTHERS, ...files })
    await project.build([...build, ...('vite.config.cjs' in files ? ['--config', 'vite.config.cjs'] : [])])
    if (files['vite.config.js'] === '') await rm(join(project.root, 'vite.config.js'))
    const { candidates, refusals } = await actuator.propose(await contextOf(project), folderWorkspace(project.root))
    expect(candidates.map(({ id }) => id)).toContain('lazy-routes')
    expect(candidates.map(({ id }) => id)).not.toContain('lazy-routes-early')
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(expect.stringMatching(reason))
  })
})
