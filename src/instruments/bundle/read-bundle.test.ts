import { appendFile, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleMetrics } from './bundle-metrics.js'
import { createProject, type Project } from './fixtures/project.js'
import { ModuleGraph } from './module-graph.js'
import { readBundle } from './read-bundle.js'
import { packageUse } from './webpack/coverage.js'

const project = await createProject({
  'package.json': '{"name": "little-shop", "private": true}',
  'src/index.js': `import { createElement } from 'react'
import { price } from './price.js'
document.title = price(2)
window.open = () => import('./dialog.js')
window.element = createElement('p')
`,
  'src/price.js': "export const price = n => n.toFixed(2) + ' €'\n",
  'src/dialog.js': "import semver from 'semver'\nexport const newer = semver.gt('2.0.0', '1.0.0')\n",
})
afterAll(() => project.remove())

const output = (folder: Project) => join(folder.root, 'dist')

describe('the bundle of a build', () => {
  beforeAll(async () => {
    await project.write({ 'webpack.config.js': "module.exports = { mode: 'production', entry: './src/index.js' }\n" })
    await project.build()
  })

  it('weighs each module and package as it lies in the output', async () => {
    const bundle = await readBundle(project.statsFile, output(project))
    const react = bundle.modules.filter(module => module.packageName === 'react')
    expect(react.map(module => module.path)).toContain('node_modules/react/cjs/react.production.js')
    const attributed = bundle.modules.reduce((sum, module) => sum + module.parsedSize, 0)
    const written = bundle.chunks.reduce((sum, chunk) => sum + chunk.size, 0)
    expect(attributed).toBeGreaterThan(written * 0.85)
    expect(attributed).toBeLessThanOrEqual(written)
    expect(react.reduce((sum, module) => sum + module.gzipSize, 0)).toBeGreaterThan(1000)
  })

  it('weighs the parts of an entry that webpack has made one module of', async () => {
    const lines = (name: string) =>
      `export const ${name} = [${Array.from({ length: 200 }, (_, i) => `'${name} ${i}'`)}].map(line => line.length)\n`
    const whole = await createProject({
      'webpack.config.js': "module.exports = { mode: 'production', entry: './src/index.js' }\n",
      'src/index.js':
        "import { lamps } from './lamps.js'\nimport { chairs } from './chairs.js'\ndocument.title = lamps.concat(chairs)\n",
      'src/lamps.js': lines('lamps'),
      'src/chairs.js': lines('chairs'),
    })
    try {
      await whole.build()
      const { modules, chunks } = await readBundle(whole.statsFile, output(whole))
      for (const path of ['src/lamps.js', 'src/chairs.js'])
        expect(modules.find(module => module.path === path)?.parsedSize).toBeGreaterThan(chunks[0]!.size * 0.4)
    } finally {
      await whole.remove()
    }
  })

  it('tells the first load from what is loaded later', async () => {
    const bundle = await readBundle(project.statsFile, output(project))
    const main = await stat(join(output(project), 'main.js'))
    expect(bundleMetrics(bundle)).toEqual({ 'initial-bundle-size': main.size, 'bundle-size': main.size })
    expect(bundle.chunks.filter(chunk => chunk.initial).map(chunk => chunk.names)).toEqual([['main']])
    const semver = bundle.modules.find(module => module.packageName === 'semver')
    expect(semver?.chunkFiles).not.toContain('main.js')
  })

  it('knows who imports a module, and how', async () => {
    const bundle = await readBundle(project.statsFile, output(project))
    const importers = (path: string) => bundle.modules.find(module => module.path === path)?.importedBy
    expect(importers('src/price.js')).toEqual([{ path: 'src/index.js', dynamic: false }])
    expect(importers('src/dialog.js')).toEqual([{ path: 'src/index.js', dynamic: true }])
    const graph = new ModuleGraph(bundle)
    expect(graph.roots()).toEqual(['src/index.js'])
    const loaded = graph.reach(graph.roots())
    expect(loaded).toContain('src/price.js')
    expect(loaded).not.toContain('src/dialog.js')
  })

  it('attributes what ran to packages', async () => {
    const bundle = await readBundle(project.statsFile, output(project))
    const source = await readFile(join(output(project), 'main.js'), 'utf8')
    const everything = {
      url: '/main.js',
      bytes: source.length,
      usedBytes: source.length,
      usedRanges: [[0, source.length]] as const,
    }
    const all = await packageUse(project.statsFile, bundle, [everything])
    expect(all.find(use => use.packageName === 'react')?.usedBytes).toBe(
      all.find(use => use.packageName === 'react')?.bytes,
    )
    const [most] = await packageUse(project.statsFile, bundle, [{ ...everything, usedBytes: 0, usedRanges: [] }])
    expect(most).toEqual({ packageName: 'react', bytes: expect.any(Number), usedBytes: 0 })
  })
})

describe('statistics without touching a configuration', () => {
  const config = "{ mode: 'production', entry: './src/index.js', optimization: { minimize: false } }"

  it.each([
    ['an ES module', 'webpack.config.mjs', `export default ${config}`],
    ['TypeScript', 'webpack.config.ts', `const config: object = ${config}\nmodule.exports = config`],
    ['a function', 'webpack.config.cjs', `module.exports = async () => (${config})`],
  ])('come from a configuration that is %s', async (_, file, text) => {
    await project.write({ [file]: text })
    const command = ['node_modules/webpack-cli/bin/cli.js', '--config', file]
    await project.build(command, file.endsWith('.ts') ? { NODE_OPTIONS: '--import tsx' } : {})
    expect((await readBundle(project.statsFile, output(project))).entrypoints.map(entry => entry.name)).toEqual([
      'main',
    ])
  })

  it("come from a script that calls webpack's own interface", async () => {
    await project.write({
      'build.mjs': `import webpack from 'webpack'
webpack({ ...${config}, context: import.meta.dirname }, (error, stats) => process.exit(error || stats.hasErrors() ? 1 : 0))`,
    })
    await project.build(['build.mjs'])
    expect((await readBundle(project.statsFile, output(project))).modules.length).toBeGreaterThan(3)
  })

  it('are those of the browser build, where a server is built beside it', async () => {
    await project.write({
      'webpack.both.cjs': `module.exports = [
  { ...${config}, name: 'server', target: 'node', entry: { server: './src/dialog.js' } },
  { ...${config}, name: 'browser', entry: { shop: './src/index.js' } },
]`,
    })
    await project.build(['node_modules/webpack-cli/bin/cli.js', '--config', 'webpack.both.cjs'])
    expect((await readBundle(project.statsFile, output(project))).entrypoints.map(entry => entry.name)).toEqual([
      'shop',
    ])
  })

  it('name modules by their path in the package, wherever webpack looks from', async () => {
    const file = 'webpack.inside.cjs'
    await project.write({
      [file]: `module.exports = { ...${config}, context: require('path').resolve('src'), entry: './index.js' }`,
    })
    await project.build(['node_modules/webpack-cli/bin/cli.js', '--config', file])
    const { modules } = await readBundle(project.statsFile, output(project))
    const price = modules.find(module => module.path === 'src/price.js')
    expect(price?.importedBy).toEqual([{ path: 'src/index.js', dynamic: false }])
  })

  it('are refused with a reason where they are damaged or missing', async () => {
    await expect(readBundle(join(project.root, 'none'), output(project))).rejects.toMatchObject({
      code: 'TARGET_UNSUPPORTED',
    })
    await writeFile(project.statsFile, '{"tool": "webpack", "webpackVersion": 5}\n')
    await appendFile(project.statsFile, '\n')
    await expect(readBundle(project.statsFile, output(project))).rejects.toMatchObject({ code: 'BUILD_FAILED' })
  })
})

describe('own goals in a configuration', () => {
  it.each([
    ["mode: 'development'", /mode 'development'/],
    [
      "mode: 'production', optimization: { minimizer: [new (class CssMinimizerPlugin { apply() {} })()] }",
      /no minifier for JavaScript \(CssMinimizerPlugin\)/,
    ],
    ["mode: 'production', output: { filename: 'bundle.js' }", /fixed 'bundle\.js'/],
    ["mode: 'production', output: { clean: true }", /output\.clean/],
    ["mode: 'production', devtool: 'eval-source-map'", /eval-source-map/],
    [
      "mode: 'production', optimization: { splitChunks: { cacheGroups: { v: { test: /node_modules/, name: 'vendors', chunks: 'all' } } } }",
      /named vendor chunk/,
    ],
  ])('%s', async (options, expected) => {
    await project.write({ 'webpack.own-goal.cjs': `module.exports = { entry: './src/price.js', ${options} }` })
    await project.build(['node_modules/webpack-cli/bin/cli.js', '--config', 'webpack.own-goal.cjs'])
    const { hazards } = await readBundle(project.statsFile, output(project))
    expect(hazards.some(hazard => expected.test(hazard))).toBe(true)
  })
})
