import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { actuator } from './actuator.js'
import { NOTHING } from './candidate-settings.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'

const WORDS = `exports.words = [${Array.from({ length: 9_000 }, (_, i) => `'word ${i * 7919}'`).join(', ')}]\n`

/** Two pages from one entry without a framework: one has a map, the other has not. */
const SITE: Readonly<Record<string, string>> = {
  'package.json': '{"name": "site", "private": true}',
  'webpack.config.js': `const HtmlWebpackPlugin = require('html-webpack-plugin')

module.exports = {
  mode: 'production',
  entry: './src/index.js',
  output: { filename: '[name].[contenthash:8].js', publicPath: '/', clean: true },
  optimization: { minimize: false },
  plugins: ['index', 'shops'].map(
    name => new HtmlWebpackPlugin({ template: \`./src/\${name}.html\`, filename: \`\${name}.html\` }),
  ),
}
`,
  'src/index.html':
    '<!doctype html><html lang="en"><head><title>Home</title></head><body><h1>Home</h1></body></html>\n',
  'src/shops.html':
    '<!doctype html><html lang="en"><head><title>Shops</title></head><body><div class="big" data-map></div></body></html>\n',
  'src/index.js': `import { initMap } from './map.js'

initMap()
`,
  'src/map.js': `import { words } from './words.js'

export function initMap() {
  const host = document.querySelector('[data-map]')
  if (!host) return
  host.textContent = words.join(' ')
}
`,
  'src/words.js': WORDS,
}

const projects: Project[] = []
afterAll(() => Promise.all(projects.map(project => project.remove())))
const start = async (): Promise<Project> => {
  const project = await createProject(SITE)
  projects.push(project)
  return project
}

it('code for an element leaves the first load, and pages that have the element ask for it at once', async () => {
  const before = await start()
  await before.build()
  const context = await contextOf(before, { pages: ['/index.html', '/shops.html'] })
  const arm = await start()
  const settings = { ...NOTHING, lazyComponents: 'where-needed' as const, elementChunks: true }
  const candidate = { id: 'lazy-initializers-early', title: 'Only where it is', settings, predicted: {}, basis: '' }
  const { details } = await actuator.apply(candidate, context, folderWorkspace(arm.root))
  expect(details).toContainEqual(expect.stringMatching(/^src\/map\.js: loaded only where its element is on the page/))
  await arm.build()

  const scripts = (await readdir(join(arm.root, 'dist'))).filter(name => name.endsWith('.js'))
  const map = scripts.find(name => name.startsWith('map.'))
  const main = scripts.find(name => name.startsWith('main.'))
  expect((await readFile(join(arm.root, 'dist', main!), 'utf8')).length).toBeLessThan(10_000)
  const html = async (name: string) => readFile(join(arm.root, 'dist', name), 'utf8')
  const preload = `<link rel="preload" as="script" href="/${map}">`
  expect(await html('shops.html')).toContain(preload)
  expect(await html('index.html')).not.toContain('preload')
})
