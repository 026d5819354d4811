import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtProject } from '../../fixtures/built-project.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { projects } from '../../fixtures/projects.js'
import { actuator } from './actuator.js'
import { strategy } from './index.js'

const create = projects()
const SOURCES = {
  'package.json': '{ "name": "site", "private": true }',
  'index.html': '<!doctype html><title>Site</title><script type="module" src="/src/index.js"></script>',
  'src/index.js': "import './site.css'\n\ndocument.title = 'Site'\n",
  'src/site.css': `/* People's own */\n${'h1 {\n  color: #aabbcc;\n}\n'.repeat(40)}`,
}

it('style sheets that Vite was told to leave as they are are minified', async () => {
  const build = ['node_modules/vite/bin/vite.js', 'build']
  const project = await create({ ...SOURCES, 'vite.config.js': 'export default { build: { cssMinify: false } }\n' })
  await project.build(build)
  const context = contextOf(strategy, await builtProject(project))
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  expect(candidates.map(({ id }) => id)).toEqual(['minify-styles'])
  await actuator.apply(candidates[0]!, context, workspace)
  expect(await workspace.readText('vite.config.js')).toBe('export default { build: { cssMinify: true } }\n')
  await project.build(build)
  const made = await readdir(join(project.root, 'dist/assets'))
  const sheet = await readFile(join(project.root, 'dist/assets', made.find(file => file.endsWith('.css'))!), 'utf8')
  expect(sheet.trim()).not.toContain('\n')
})

it('of a build by webpack it is said that nothing minifies its style sheets', async () => {
  const project = await create({
    ...SOURCES,
    'webpack.config.js': `const HtmlWebpackPlugin = require('html-webpack-plugin')
const MiniCssExtractPlugin = require('mini-css-extract-plugin')

module.exports = {
  mode: 'production',
  module: { rules: [{ test: /\\.css$/, use: [MiniCssExtractPlugin.loader, 'css-loader'] }] },
  plugins: [new HtmlWebpackPlugin(), new MiniCssExtractPlugin()],
}
`,
  })
  await project.build()
  const { candidates, findings } = await actuator.propose(
    contextOf(strategy, await builtProject(project)),
    folderWorkspace(project.root),
  )
  expect(candidates).toEqual([])
  expect(findings).toEqual([
    {
      subject: 'webpack.config.js',
      message: expect.stringContaining('css-minimizer-webpack-plugin is to be installed'),
    },
  ])
})
