import { expect, it, onTestFinished } from 'vitest'
import { readWorkspace } from '../../change/reader.js'
import { createProject } from '../../instruments/bundle/fixtures/project.js'
import type { TargetSystem } from '../../model/target.js'
import { HtmlSources } from './html-source.js'

/** As versions 3 and 4 of html-webpack-plugin leave their options: with the loader that they come with before the template. */
const OWN_LOADER = "require.resolve('html-webpack-plugin/lib/loader.js')"

const sourceOf = async (loader: string) => {
  const { root, statsFile, build, remove } = await createProject({
    'webpack.config.js': `const HtmlWebpackPlugin = require('html-webpack-plugin')
const path = require('node:path')
module.exports = {
  mode: 'production',
  entry: './src/index.js',
  plugins: [new HtmlWebpackPlugin({ template: [${loader}, path.resolve('public/index.html')].join('!') })],
}`,
    'src/index.js': 'document.title = 1',
    'public/index.html': '<!doctype html><title>Shop</title>',
    'loaders/words.js': "module.exports = source => 'module.exports = ' + JSON.stringify(source)",
  })
  onTestFinished(remove)
  await build()
  const target: TargetSystem = {
    id: 'shop',
    name: 'Shop',
    framework: 'frontend',
    root,
    pages: [{ id: 'home', path: '/', weight: 1 }],
    build: { command: 'webpack', output: 'dist' },
    serve: { kind: 'static', folder: 'dist' },
    environment: {},
  }
  const arm = { revision: '', root, bundleStatistics: statsFile, buildMilliseconds: 0 }
  const sources = await HtmlSources.read(target, arm, readWorkspace(root, 'dist'))
  return sources.of({ id: 'home', path: '/', weight: 1 })
}

it('a template that html-webpack-plugin reads by its own loader is a file of the project', async () => {
  expect(await sourceOf(OWN_LOADER)).toEqual({ path: 'public/index.html', template: true })
})

it('one with another loader is not, and is named by its place in the project', async () => {
  expect(await sourceOf("path.resolve('loaders/words.js')")).toBe(
    'the template public/index.html has a loader of its own',
  )
})
