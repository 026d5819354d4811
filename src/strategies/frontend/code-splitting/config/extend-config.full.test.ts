import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createProject } from '../../../../instruments/bundle/fixtures/project.js'
import { readBundle } from '../../../../instruments/bundle/read-bundle.js'
import { extendConfig, helperTypes } from '../../../build-config/extend-config.js'
import { manifest } from '../manifest.js'
import { HELPERS, helperSource } from './helper.js'

const HELPER = HELPERS.webpack!
const HELPER_FILE = HELPER.file

const { splitChunks } = manifest.implementation.configuration
if (splitChunks === false) throw new Error('the stock manifest splits chunks')

const project = await createProject({
  'package.json': '{"name": "forms", "private": true}',
  'src/index.js': "import semver from 'semver'\nimport { words } from './words.js'\nwindow.all = { semver, words }\n",
  // As much of its own as webpack finds worth a file.
  'src/words.js': `export const words = ${JSON.stringify(Array.from({ length: 4000 }, (_, index) => `word ${index}`))}\n`,
  [HELPER_FILE]: helperSource({ splitChunks }),
  [HELPER_FILE.replace('.cjs', '.d.cts')]: helperTypes(HELPER),
})
afterAll(() => project.remove())

const entry = "mode: 'production', entry: './src/index.js'"
const options = `${entry}, optimization: { minimize: false }`

const initialChunks = async (): Promise<string[][]> => {
  const bundle = await readBundle(project.statsFile, join(project.root, 'dist'))
  return bundle.chunks
    .filter(chunk => chunk.initial)
    .map(chunk => [...chunk.names])
    .toSorted()
}

describe('a webpack configuration is extended, whatever its form', () => {
  it.each([
    ['an object', 'webpack.config.js', `// ours\nmodule.exports = { ${options} }\n`],
    ['a function', 'webpack.config.js', `module.exports = (env, argv) => ({ ${options} });`],
    ['a promise', 'webpack.config.cjs', `const wait = Promise.resolve({ ${options} })\nmodule.exports = wait`],
    ['an asynchronous function', 'webpack.config.js', `module.exports = async () => ({ ${options} })\n`],
    [
      'a list with a server',
      'webpack.config.js',
      `module.exports = [\n  { ${options} },\n  { ${options}, target: 'node', name: 'server', output: { filename: 'server.js' } },\n]\nmodule.exports.parallelism = 1\n`,
    ],
    ['both exports at once', 'webpack.config.js', `exports = module.exports = { ${options} }\n`],
    [
      'a name and an export',
      'webpack.config.js',
      `const config = module.exports = { ${options} }\nconfig.name = 'x'\n`,
    ],
    [
      'a choice',
      'webpack.config.js',
      `if (process.env.NEVER) module.exports = {}\nelse module.exports = { ${options} }\n`,
    ],
    [
      'what a transpiler exports',
      'webpack.config.js',
      `Object.defineProperty(exports, '__esModule', { value: true })\nexports.default = { ${options} }\n`,
    ],
    [
      'an ES module with more in its export list',
      'webpack.config.mjs',
      `const config = { ${options} }\nconst other = 1\nexport { config as default, other }\n`,
    ],
    [
      'an ES module',
      'webpack.config.mjs',
      `import path from 'node:path'\n\nexport default {\n  ${options}, // kept\n  context: path.resolve('.'),\n}\n`,
    ],
    [
      'an ES module with a named function',
      'webpack.config.mjs',
      `export default function config() {\n  return { ${options} }\n}\n`,
    ],
    [
      'an ES module with an export list',
      'webpack.config.mjs',
      `const config = { ${options} };\nexport { config as default };\n`,
    ],
    [
      'TypeScript',
      'webpack.config.ts',
      `import type { Configuration } from 'webpack'\n\nconst config: Configuration = { ${options} }\n\nexport default config\n`,
    ],
  ])('%s', async (_, file, text) => {
    const extended = extendConfig(file, text, HELPER)!
    const added = extended.split('\n').filter(line => !text.includes(line.trim()))
    expect(added.length).toBeLessThanOrEqual(3)
    await project.write({ [file]: extended })
    const typescript = file.endsWith('.ts')
    await project.build(
      ['node_modules/webpack-cli/bin/cli.js', '--config', file],
      typescript ? { NODE_OPTIONS: '--import tsx' } : {},
    )
    expect(await initialChunks()).toEqual([['main'], ['vendors']])
  })

  it('and is left alone where nothing is exported', () => {
    expect(extendConfig('webpack.config.js', "console.log('no configuration')", HELPER)).toBeNull()
    expect(extendConfig('webpack.config.js', 'module.exports = {', HELPER)).toBeNull()
    expect(extendConfig('webpack.config.js', 'const set = () => { module.exports = {} }', HELPER)).toBeNull()
    expect(
      extendConfig('webpack.config.js', 'exports.default = {}\nmodule.exports = exports.default', HELPER),
    ).toBeNull()
  })

  it('with its own split of chunks beside ours, and ahead of it', async () => {
    const own =
      "optimization: { minimize: false, splitChunks: { cacheGroups: { semver: { test: /semver/, name: 'semver-own', chunks: 'all', priority: 9, enforce: true } } } }"
    await project.write({
      'webpack.config.js': extendConfig('webpack.config.js', `module.exports = { ${entry}, ${own} }`, HELPER)!,
    })
    await project.build(['node_modules/webpack-cli/bin/cli.js', '--config', 'webpack.config.js'])
    expect(await initialChunks()).toEqual([['main'], ['semver-own']])
  })

  it("without two chunks that claim the entry's fixed name", async () => {
    const fixed = `module.exports = { ${options}, output: { filename: 'bundle.js' } }`
    await project.write({ 'webpack.config.js': extendConfig('webpack.config.js', fixed, HELPER)! })
    await project.build(['node_modules/webpack-cli/bin/cli.js', '--config', 'webpack.config.js'])
    const { entrypoints } = await readBundle(project.statsFile, join(project.root, 'dist'))
    expect(entrypoints[0]?.files).toEqual([expect.stringMatching(/^vendors\.\w{8}\.js$/), 'bundle.js'])
  })
})
