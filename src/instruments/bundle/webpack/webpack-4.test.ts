import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject } from '../fixtures/project.js'
import { ModuleGraph } from '../module-graph.js'
import { readBundle } from '../read-bundle.js'

const project = await createProject({
  'package.json': '{"name": "old-shop", "private": true}',
  'build.js': `require('webpack-4')(
  { mode: 'production', context: __dirname, entry: { shop: './src/index.js' }, devtool: process.env.DEVTOOL || false,
    optimization: { splitChunks: { chunks: 'all' } } },
  (error, stats) => {
    if (error || stats.hasErrors()) console.error(error || stats.toString())
    process.exitCode = error || stats.hasErrors() ? 1 : 0
  })
`,
  'src/index.js': `import { createElement } from 'react'
import { price } from './price.js'
import { unused } from './unused.js'
document.title = price(2)
window.open = () => import('./dialog.js')
window.element = createElement('p')
`,
  'src/price.js': "export const price = n => n.toFixed(2) + ' €'\n",
  'src/unused.js': "export const unused = () => 'nothing that is loaded'\n",
  'src/dialog.js': "import { price } from './price.js'\nexport const show = () => alert(price(1))\n",
})
afterAll(() => project.remove())

const OLD_HASHES = { NODE_OPTIONS: '--openssl-legacy-provider' }

describe('a build by webpack 4', () => {
  beforeAll(async () => {
    await project.build(['build.js'], OLD_HASHES)
  })
  const read = () => readBundle(project.statsFile, join(project.root, 'dist'))

  it('is told as what it is', async () => {
    const { bundler, bundlerVersion, mode, codeSplitting } = await read()
    expect({ bundler, bundlerVersion, mode, codeSplitting }).toEqual({
      bundler: 'webpack',
      bundlerVersion: '4.46.0',
      mode: 'production',
      codeSplitting: true,
    })
  })

  it('tells the first load from what is loaded later, as the files lie there', async () => {
    const { entrypoints, chunks } = await read()
    const [entry] = entrypoints
    const sizes = await Promise.all(entry!.files.map(async file => (await stat(join(project.root, 'dist', file))).size))
    expect(entry!.size).toBe(sizes.reduce((sum, size) => sum + size, 0))
    expect(chunks.some(({ initial }) => !initial)).toBe(true)
  })

  it('weighs modules and packages, and knows who imports what', async () => {
    const bundle = await read()
    expect(bundle.modules.filter(({ packageName }) => packageName === 'react').length).toBeGreaterThan(1)
    expect(bundle.modules.find(({ path }) => path === 'src/dialog.js')?.importedBy).toEqual([
      { path: 'src/index.js', dynamic: true },
    ])
    const graph = new ModuleGraph(bundle)
    expect(graph.reach(graph.roots())).not.toContain('src/dialog.js')
    const attributed = bundle.modules.reduce((sum, { parsedSize }) => sum + parsedSize, 0)
    const written = bundle.chunks.reduce((sum, { size }) => sum + size, 0)
    expect(attributed).toBeGreaterThan(written * 0.75)
    expect(attributed).toBeLessThanOrEqual(written)
  })
})
