import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { projects } from '../../fixtures/projects.js'
import { writeSite } from '../../fixtures/static-site.js'
import { openSans } from '../../fonts/fixtures/open-sans.js'
import { actuator } from './actuator.js'
import { observed, siteAt } from './fixtures/contract-case.js'
import { installArimo, measureText, offBy, TEXT_BODY } from './fixtures/measure-text.js'
import { strategy } from './index.js'

const project = projects()
const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

/** A package as those of Fontsource are; the project finds it in the folder above its own. */
const PACKAGE = {
  '../node_modules/@fontsource/open-sans/package.json':
    '{"name": "@fontsource/open-sans", "version": "5.0.0", "main": "400.css"}',
  '../node_modules/@fontsource/open-sans/400.css': `/* open-sans-latin-400-normal */
@font-face {
  font-family: 'Open Sans';
  font-style: normal;
  font-display: swap;
  font-weight: 400;
  src: url(./files/open-sans-latin-400-normal.ttf) format('truetype');
  unicode-range: U+0000-00FF,U+0131,U+0152-0153,U+2000-206F;
}
`,
  '../node_modules/@fontsource/open-sans/files/open-sans-latin-400-normal.ttf': openSans(),
}

// Without the change, Arimo as it is: what a system with Arial shows.
const LIST = "'Open Sans', Arimo, sans-serif"
const APP = {
  'package.json': '{"name": "app", "private": true}',
  'src/main.js': "import '@fontsource/open-sans/400.css'\nimport './site.css'\n",
  'src/site.css': `body { font-family: ${LIST} }\n`,
}
const page = (head: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>App</title>${head}</head><body>${TEXT_BODY}</body></html>`

const WEBPACK = (
  loader: string,
  plugin: string,
): string => `const MiniCssExtractPlugin = require('mini-css-extract-plugin')
module.exports = {
  mode: 'production',
  entry: './src/main.js',
  module: { rules: [
    { test: /\\.css$/, use: [${loader}, 'css-loader'] },
    { test: /\\.ttf$/, type: 'asset/resource', generator: { filename: 'fonts/[name].[contenthash:8][ext]' } },
  ] },
  plugins: [${plugin}],
}
`

it.each([
  [
    'webpack',
    ['node_modules/webpack-cli/bin/cli.js'],
    {
      'webpack.config.js': WEBPACK('MiniCssExtractPlugin.loader', 'new MiniCssExtractPlugin()'),
      'dist/index.html': page('<link rel="stylesheet" href="/main.css">'),
    },
  ],
  [
    'webpack, styles put in by scripts',
    ['node_modules/webpack-cli/bin/cli.js'],
    {
      'webpack.config.js': WEBPACK("require.resolve('./put-in.js')", ''),
      'put-in.js': `module.exports = () => {}
module.exports.pitch = rest => \`import styles from \${JSON.stringify('!!' + rest)}
const element = document.createElement('style')
element.textContent = String(styles)
document.head.append(element)
\`
`,
      'dist/index.html': page('<script defer src="/main.js"></script>'),
    },
  ],
  [
    'vite with a component of Vue',
    ['node_modules/vite/bin/vite.js', 'build'],
    {
      'vite.config.js': "import vue from '@vitejs/plugin-vue'\nexport default { plugins: [vue()] }\n",
      'index.html': page('<script type="module" src="/src/main.js"></script>'),
      'src/main.js':
        "import '@fontsource/open-sans/400.css'\nimport { createApp } from 'vue'\nimport App from './App.vue'\ncreateApp(App).mount(document.createElement('div'))\n",
      'src/App.vue': `<template><b>App</b></template>\n<style>\nbody { font-family: ${LIST} }\n</style>\n`,
      'src/site.css': '',
    },
  ],
  [
    'esbuild',
    ['build.mjs'],
    {
      'build.mjs':
        "import { build } from 'esbuild'\nawait build({ entryPoints: ['src/main.js'], bundle: true, minify: true, outdir: 'dist', loader: { '.ttf': 'file' } })\n",
      'dist/index.html': page('<link rel="stylesheet" href="/main.css">'),
    },
  ],
  [
    'rollup, which copies files of the package',
    ['build.mjs'],
    {
      'build.mjs': `import { cpSync } from 'node:fs'
import { rollup } from 'rollup'
const bundle = await rollup({ input: 'src/main.js' })
await bundle.write({ dir: 'dist' })
cpSync('src/site.css', 'dist/site.css')
cpSync('../node_modules/@fontsource/open-sans/files', 'dist/fonts', { recursive: true })
`,
      'src/main.js': 'console.log(1)\n',
      'src/site.css': `@font-face { font-family: 'Open Sans'; font-display: swap; src: url('/fonts/open-sans-latin-400-normal.ttf') }\nbody { font-family: ${LIST} }\n`,
      'dist/index.html': page('<link rel="stylesheet" href="/site.css">'),
    },
  ],
] as const)(
  'text whose font comes from a package keeps its place: %s',
  async (_, command, files) => {
    const app = await project({ ...APP, ...files })
    await writeSite(app.root, PACKAGE)
    const system = await mkdtemp(join(tmpdir(), 'tunewright-measures-'))
    folders.push(system)
    await installArimo(system)
    await app.build(command)
    const built = (await readdir(join(app.root, 'dist'), { recursive: true })).map(path => `/${path}`)
    const before = await measureText(join(app.root, 'dist'), system)
    const site = siteAt(app.root)
    const context = contextOf(strategy, {
      ...site,
      target: {
        ...site.target,
        build: { command: `node ${command.join(' ')}`, output: 'dist' },
        serve: { kind: 'static', folder: 'dist' },
      },
      observation: observed(
        0.1,
        built.filter(path => path.endsWith('.css')),
        built.find(path => path.endsWith('.ttf')),
      ),
    })
    const workspace = folderWorkspace(app.root)
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(refusals).toEqual([])
    await actuator.apply(candidates[0]!, context, workspace)
    await app.build(command)
    const after = await measureText(join(app.root, 'dist'), system)
    expect(after.font).toEqual(before.font)
    expect(before.fallback.height).not.toBe(before.font.height)
    expect(after.fallback.height).toBe(after.font.height)
    expect(offBy(before)).toBeGreaterThan(0.03)
    expect(offBy(after)).toBeLessThan(0.02)
  },
  120_000,
)
