import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { projects } from '../../fixtures/projects.js'
import { writeSite } from '../../fixtures/static-site.js'
import { openSans } from '../../fonts/fixtures/open-sans.js'
import { actuator } from './actuator.js'
import { observed, siteAt } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const project = projects()

/** Styles that a bundler follows to the font: it is told to copy what they name. */
const APP = {
  'package.json': '{"name": "app", "private": true}',
  'src/main.js': "import './site.css'\ndocument.body.textContent = 'Лампа'\n",
  'src/site.css':
    "@font-face { font-family: Text; src: url('./fonts/text.ttf') format('truetype'); font-display: swap }\nbody { font-family: Text, sans-serif }\n",
}

describe.each([
  [
    'vite',
    ['node_modules/vite/bin/vite.js', 'build'],
    {
      'index.html':
        '<!doctype html><html lang="en"><head><title>App</title></head><body><script type="module" src="/src/main.js"></script></body></html>',
    },
  ],
  [
    'webpack',
    ['node_modules/webpack-cli/bin/cli.js'],
    {
      'webpack.config.js': `const MiniCssExtractPlugin = require('mini-css-extract-plugin')
module.exports = {
  mode: 'production',
  entry: './src/main.js',
  module: { rules: [{ test: /\\.css$/, use: [MiniCssExtractPlugin.loader, 'css-loader'] }] },
  plugins: [new MiniCssExtractPlugin()],
}
`,
    },
  ],
  [
    'esbuild',
    ['build.mjs'],
    {
      'build.mjs':
        "import { build } from 'esbuild'\nawait build({ entryPoints: ['src/main.js'], bundle: true, outdir: 'dist', loader: { '.ttf': 'file', '.woff2': 'file' } })\n",
    },
  ],
] as const)('a font that %s follows from a style', (_, command, files) => {
  it('is built in both of its parts, and the style names them', async () => {
    const app = await project({ ...APP, ...files })
    await writeSite(app.root, { 'src/fonts/text.ttf': openSans() })
    await app.build(command)
    const built = async (): Promise<string[]> => (await readdir(join(app.root, 'dist'), { recursive: true })).sort()
    const font = (await built()).find(path => path.endsWith('.ttf'))!
    const one = siteAt(app.root)
    const target = {
      ...one.target,
      build: { command: `node ${command.join(' ')}`, output: 'dist' },
      serve: { kind: 'static' as const, folder: 'dist' },
    }
    const context = { ...contextOf(strategy, { ...one, target, observation: observed([`/${font}`]) }) }
    const workspace = folderWorkspace(app.root)
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates[0]!.id).toBe('subset')
    await actuator.apply(candidates[0]!, context, workspace)
    await app.build(command)
    const after = await built()
    expect(after.filter(path => path.endsWith('.woff2'))).toHaveLength(2)
    const css = await readFile(join(app.root, 'dist', after.find(path => path.endsWith('.css'))!), 'utf8')
    const named = [...css.matchAll(/url\("?([^")]+\.woff2)"?\)/g)].map(([, url]) => url!.split('/').at(-1)!)
    expect(named).toHaveLength(2)
    for (const name of named)
      expect(
        after.some(path => path.endsWith(name)),
        name,
      ).toBe(true)
    expect(css.match(/unicode-range/g)).toHaveLength(2)
  }, 60_000)
})
