import { describe, expect, it } from 'vitest'
import { replaced } from '../../../build-config/literals.js'
import { type BuiltInto, esbuildCommandLimits, esbuildLimits } from './esbuild.js'
import type { Limits } from './limit.js'
import { placesOf } from './places.js'
import { pluginUrlLimits } from './plugin-url.js'
import { rolldownRefusals } from './rolldown.js'
import { scriptsOf } from './scripts.js'
import { urlLoaderLimits } from './url-loader.js'
import { viteCommandLimits, viteLimits } from './vite.js'
import { webpackAddressHazard, webpackLimits } from './webpack.js'

/** What becomes of a configuration; nothing where it stays. */
const edited = ({ limits }: Limits, text: string): string | undefined =>
  [
    ...replaced(
      limits.map(({ replacement }) => replacement),
      () => text,
    ).values(),
  ][0]

const reasons = ({ refusals }: Limits): readonly string[] => refusals.map(({ reason }) => reason)

const endings = ({ limits }: Limits): readonly string[] =>
  ['woff2', 'woff', 'png', 'jpg', 'jpeg', 'svg', 'mp4'].filter(one => limits.some(({ takes }) => takes(one)))

describe('Vite', () => {
  it.each([
    ['export default { build: { assetsInlineLimit: 60000 } }', '60000'],
    [
      'export default defineConfig(() => ({ build: { target: "es2020", assetsInlineLimit: 100 * 1024 } }))',
      '100 * 1024',
    ],
    ['export default { build: { assetsInlineLimit: Infinity } }', 'Infinity'],
    ['export default { environments: { client: { build: { assetsInlineLimit: 1e6 } } } }', '1e6'],
    ['const config = { build: {} }\nconfig.build.assetsInlineLimit = 9_000\nexport default config', '9_000'],
  ])('sets the limit back: %s', (text, number) => {
    const limits = viteLimits('vite.config.js', text)
    expect(edited(limits, text)).toBe(text.replace(number, '4096'))
    expect(limits.refusals).toEqual([])
    expect(limits.limits[0]!.keeps).toBe(4096)
  })

  it.each([
    ['export default { build: { assetsInlineLimit: 4096 } }', []],
    ['export default { build: { assetsInlineLimit: 0 } }', []],
    ['export default { build: { minify: true } }', []],
    ['export default { build: { assetsInlineLimit: file => true } }', [/is a function/]],
    ['export default { build: { assetsInlineLimit(file) { return true } } }', [/not written as a value of build/]],
    ['export default { build: { assetsInlineLimit: LIMIT } }', [/assetsInlineLimit is computed/]],
    ['export default { ssr: { assetsInlineLimit: 60000 } }', [/not written as a value of build/]],
    ['export default { build: { lib: { entry: "a.js" }, assetsInlineLimit: 60000 } }', [/builds a library/]],
    [
      'import { viteSingleFile } from "vite-plugin-singlefile"\nexport default { plugins: [viteSingleFile()], build: { assetsInlineLimit: 1e8 } }',
      [/meant to stand alone/],
    ],
  ])('leaves alone: %s', (text, expected) => {
    const limits = viteLimits('vite.config.js', text)
    expect(limits.limits).toEqual([])
    expect(reasons(limits)).toEqual(expected.map(one => expect.stringMatching(one)))
  })

  it('is told by its command as well', () => {
    const text =
      '{ "scripts": { "build": "vite build --assetsInlineLimit 60000 --base=/", "other": "vite build --assetsInlineLimit 7000" } }'
    expect(edited(viteCommandLimits(scriptsOf(text, ['build'])), text)).toBe(text.replace('60000', '4096'))
    const low = text.replace('60000', '2000')
    expect(viteCommandLimits(scriptsOf(low, ['build'])).limits).toEqual([])
  })
})

const rule = (said: string): string => `module.exports = { module: { rules: [{ test: /\\.(woff2?|png)$/, ${said} }] } }`

describe('webpack', () => {
  it.each([
    ["type: 'asset/inline'", "type: 'asset'"],
    [
      'type: "asset/inline", generator: { dataUrl: { encoding: "base64" } }',
      'type: "asset", generator: { dataUrl: { encoding: "base64" } }',
    ],
    [
      "type: 'asset', parser: { dataUrlCondition: { maxSize: 100 * 1024 } }",
      "type: 'asset', parser: { dataUrlCondition: { maxSize: 8 * 1024 } }",
    ],
  ])('takes files out: %s', (before, after) => {
    const limits = webpackLimits('webpack.config.js', rule(before))
    expect(edited(limits, rule(before))).toBe(rule(after))
    expect(endings(limits)).toEqual(['woff2', 'woff', 'png'])
  })

  it('goes by what holds for all rules too', () => {
    const text = 'module.exports = { module: { parser: { asset: { dataUrlCondition: { maxSize: 60000 } } } } }'
    const limits = webpackLimits('webpack.config.js', text)
    expect(edited(limits, text)).toBe(text.replace('60000', '8 * 1024'))
    expect(endings(limits)).toHaveLength(7)
  })

  it.each([
    ["type: 'asset'", []],
    ["type: 'asset/resource'", []],
    ["type: 'asset', parser: { dataUrlCondition: { maxSize: 4 * 1024 } }", []],
    ["type: 'asset', parser: { dataUrlCondition: { maxSize: LIMIT } }", [/maxSize is computed/]],
    ["type: 'asset', parser: { dataUrlCondition: (source, { filename }) => true }", [/is a function/]],
    ["type: 'asset', parser: { dataUrlCondition: condition }", [/dataUrlCondition is computed/]],
    ["resourceQuery: /inline/, type: 'asset/inline'", [/imports that ask for it/]],
    ["type: 'asset/inline', generator: { dataUrl: content => svgToUrl(content) }", [/in a way of its own/]],
  ])('leaves alone: %s', (said, expected) => {
    const limits = webpackLimits('webpack.config.js', rule(said))
    expect(limits.limits).toEqual([])
    expect(reasons(limits)).toEqual(expected.map(one => expect.stringMatching(one)))
  })

  it('says where the site has its files, or none comes out', () => {
    expect(['auto', '/', '/app/', 'https://cdn.example/'].map(webpackAddressHazard)).toEqual([null, null, null, null])
    for (const one of ['', './', null, undefined]) expect(webpackAddressHazard(one)).toContain('publicPath')
  })
})

describe('url-loader', () => {
  const installed =
    (...names: string[]) =>
    (name: string) =>
      Promise.resolve(names.includes(name))
  const WITH = "{ loader: 'url-loader', options: { limit: 8192 } }"

  it.each([
    ["loader: 'url-loader', options: { limit: 60000 }", "loader: 'url-loader', options: { limit: 8192 }"],
    ["loader: 'url-loader', options: { limit: '60000' }", "loader: 'url-loader', options: { limit: 8192 }"],
    ["loader: 'url-loader', options: { limit: true }", "loader: 'url-loader', options: { limit: 8192 }"],
    [
      "loader: 'url-loader', options: { name: '[name].[ext]' }",
      "loader: 'url-loader', options: { name: '[name].[ext]', limit: 8192 }",
    ],
    ["loader: 'url-loader'", "loader: 'url-loader', options: { limit: 8192 }"],
    [
      "loader: require.resolve('url-loader'), options: { limit: 1e5 }",
      "loader: require.resolve('url-loader'), options: { limit: 8192 }",
    ],
    ["use: 'url-loader'", `use: ${WITH}`],
    ["use: ['url-loader']", `use: [${WITH}]`],
    ["use: [{ loader: 'url-loader', options: { limit: 9 * 1024 } }]", `use: [${WITH}]`],
    ["use: ['url-loader?limit=60000&name=[name].[ext]']", "use: ['url-loader?limit=8192&name=[name].[ext]']"],
    ["loader: 'url-loader?name=[name].[ext]'", "loader: 'url-loader?name=[name].[ext]&limit=8192'"],
  ])('takes files out: %s', async (before, after) => {
    const limits = await urlLoaderLimits('webpack.config.js', rule(before), installed('file-loader'))
    expect(reasons(limits)).toEqual([])
    const text = edited(limits, rule(before))
    // Within the rule itself what is added stands at its end.
    expect(text).toBe(rule(after))
    expect(endings(limits)).toEqual(['woff2', 'woff', 'png'])
  })

  it.each([
    ["loader: 'url-loader', options: { limit: 4096 }", []],
    ["loader: 'url-loader', options: { limit: false }", []],
    ["use: ['url-loader?limit=2000']", []],
    ["loader: 'url-loader', options: { limit: LIMIT }", [/limit that is computed/]],
    ["loader: 'url-loader', options: { ...shared }", [/options that are computed/]],
    ["loader: 'url-loader', options: options", [/options that are computed/]],
    ["loader: 'url-loader', query: { limit: 60000 }", [/as a query/]],
    ["loader: 'url-loader', options: { limit: 60000, generator: content => content }", [/how files are written/]],
    [
      "loader: 'url-loader', options: { limit: 60000, fallback: 'responsive-loader' }",
      [/by responsive-loader, which is not/],
    ],
    [
      "loader: 'url-loader', options: { limit: 60000, fallback: other }",
      [/another loader for files, which is computed/],
    ],
  ])('leaves alone: %s', async (said, expected) => {
    const limits = await urlLoaderLimits('webpack.config.js', rule(said), installed('file-loader'))
    expect(limits.limits).toEqual([])
    expect(reasons(limits)).toEqual(expected.map(one => expect.stringMatching(one)))
  })

  it('stays where nothing would make files', async () => {
    const said = rule("loader: 'url-loader', options: { limit: 60000 }")
    const limits = await urlLoaderLimits('webpack.config.js', said, installed())
    expect(limits.limits).toEqual([])
    expect(reasons(limits)).toEqual([expect.stringContaining('by file-loader, which is not installed')])
    const other = rule("loader: 'url-loader', options: { limit: 60000, fallback: 'responsive-loader' }")
    expect((await urlLoaderLimits('c.js', other, installed('responsive-loader'))).limits).toHaveLength(1)
  })
})

const TARGET = {
  id: 'app',
  name: 'app',
  framework: 'frontend',
  root: '/app',
  pages: [],
  build: { command: 'npm run build', output: 'dist' },
  serve: { kind: 'static', folder: 'dist' },
  environment: {},
} as const

describe('@rollup/plugin-url', () => {
  const config = (options: string): string =>
    `import url from '@rollup/plugin-url'\nexport default { plugins: [url(${options})] }\n`
  const places = placesOf(TARGET, '.')

  it.each([
    ["{ limit: 30 * 1024, publicPath: '/', destDir: 'dist' }", '30 * 1024', ['png', 'jpg', 'jpeg', 'svg']],
    ["{ limit: Infinity, publicPath: '/', include: ['**/*.woff', '**/*.woff2'] }", 'Infinity', ['woff2', 'woff']],
    ["{ limit: false, publicPath: '/', include: '**/*.{png,jp(e)?g}' }", 'false', ['png', 'jpg', 'jpeg']],
    [
      "{ limit: 60000, publicPath: '/assets/', destDir: './dist/assets', include: /x/ }",
      '60000',
      ['woff2', 'woff', 'png', 'jpg', 'jpeg', 'svg', 'mp4'],
    ],
  ])('takes files out: %s', (options, number, expected) => {
    const limits = pluginUrlLimits('rollup.config.mjs', config(options), places)
    expect(reasons(limits)).toEqual([])
    expect(edited(limits, config(options))).toBe(config(options.replace(number, '14336')))
    expect(endings(limits)).toEqual(expected)
  })

  it.each([
    ['', []],
    ["{ limit: 1000, publicPath: '/' }", []],
    ["{ publicPath: '/' }", []],
    ["{ limit: LIMIT, publicPath: '/' }", [/limit of url\(\) is computed/]],
    ['options', [/options that are computed/]],
    ['{ ...options, limit: 60000 }', [/options that are computed/]],
    ['{ limit: 60000 }', [/says not where the site has its files/]],
    ["{ limit: 60000, publicPath: 'assets/' }", [/says not where the site has its files/]],
    ["{ limit: 60000, publicPath: '/', emitFiles: false }", [/makes no files/]],
    [
      "{ limit: 60000, publicPath: '/', destDir: 'build' }",
      [/puts its files into build, which is not served below \//],
    ],
    ["{ limit: 60000, publicPath: '/assets/' }", [/puts its files into dist, which is not served below \/assets/]],
    ["{ limit: 60000, publicPath: '/', destDir: folder }", [/computed \(destDir\)/]],
  ])('leaves alone: %s', (options, expected) => {
    const limits = pluginUrlLimits('rollup.config.mjs', config(options), places)
    expect(limits.limits).toEqual([])
    expect(reasons(limits)).toEqual(expected.map(one => expect.stringMatching(one)))
  })

  it('other functions of that name are none', () => {
    expect(pluginUrlLimits('a.js', 'const url = x => x\nurl({ limit: 60000 }) // plugin-url\n', places).limits).toEqual(
      [],
    )
    const required = config("{ limit: 60000, publicPath: '/' }").replace(
      "import url from '@rollup/plugin-url'",
      "const url = require('@rollup/plugin-url')",
    )
    expect(pluginUrlLimits('a.js', required, places).limits).toHaveLength(1)
  })
})

it('what Rolldown does by itself stays', () => {
  const config = (type: string): string => `export default { input: 'a.js', moduleTypes: { '.png': '${type}' } }`
  expect(reasons(rolldownRefusals('rolldown.config.js', config('dataurl')))).toEqual([
    expect.stringContaining('beside the page'),
  ])
  expect(rolldownRefusals('rolldown.config.js', config('text')).refusals).toEqual([])
})

describe('esbuild', () => {
  const file = (ending: string, bytes: number, head = String(bytes)) =>
    ({ kind: 'font', endings: [ending], bytes, start: 0, end: 1, head }) as const
  const output = (built: Partial<BuiltInto>, outputPath = '.') => ({
    ...placesOf(TARGET, outputPath),
    built: { scripts: [], sheets: [], ...built },
  })
  const IN_SHEETS = output({ sheets: [file('woff2', 40_000)] })
  const IN_SCRIPTS = output({ scripts: [file('woff2', 40_000)] })
  const SMALL = output({ sheets: [file('woff2', 40_000), ...[1, 2, 3, 4].map(one => file('woff2', 100 + one))] })
  const script = (options: string): string =>
    `import { build } from 'esbuild'\nawait build({ entryPoints: ['a.js'], outdir: 'dist', ${options} })\n`
  const LOADER = "loader: { '.woff2': 'dataurl', '.svg': 'text' }"

  it.each([
    ['what style sheets name', LOADER, IN_SHEETS],
    ['what scripts name, by a whole address', `publicPath: '/', ${LOADER}`, IN_SCRIPTS],
    ['the same in a folder', `publicPath: '/app', ${LOADER}`, output({ scripts: [file('woff2', 40_000)] }, 'app')],
  ])('takes out %s', (_, options, built) => {
    const limits = esbuildLimits('build.mjs', script(options), built)
    expect(reasons(limits)).toEqual([])
    expect(edited(limits, script(options))).toBe(script(options.replace("'dataurl'", "'file'")))
    expect(endings(limits)).toEqual(['woff2'])
    expect(limits.limits[0]!.keeps).toBe(0)
  })

  it.each([
    ["loader: { '.woff2': 'file' }", IN_SHEETS, []],
    [LOADER, output({ scripts: [file('woff2', 4_000)] }), []],
    [LOADER, IN_SCRIPTS, [/scripts name such files, and publicPath says not where/]],
    [LOADER, SMALL, [/4 small ones would be requests of their own/]],
    [`publicPath: BASE, ${LOADER}`, IN_SHEETS, [/publicPath is computed/]],
    [`publicPath: '/other/', ${LOADER}`, IN_SHEETS, [/publicPath is \/other\/, which is not where dist is served/]],
    [`publicPath: 'https://cdn.example/', ${LOADER}`, IN_SHEETS, [/which is not where dist is served/]],
    ["loader: Object.fromEntries(['.woff2'].map(one => [one, 'dataurl']))", IN_SHEETS, [/is computed/]],
  ])('leaves alone: %s', (options, built, expected) => {
    const limits = esbuildLimits('build.mjs', script(options), built)
    expect(limits.limits).toEqual([])
    expect(reasons(limits)).toEqual(expected.map(one => expect.stringMatching(one)))
  })

  it('is told by its command as well', () => {
    const command = 'esbuild a.js --bundle --outdir=dist --loader:.woff2=dataurl --loader:.svg=text'
    const text = (build: string): string => JSON.stringify({ scripts: { build, other: command } }, null, 2)
    const limitsOf = (build: string, built: typeof IN_SHEETS): Limits =>
      esbuildCommandLimits(scriptsOf(text(build), ['build']), built)
    expect(edited(limitsOf(command, IN_SHEETS), text(command))).toBe(text(command.replace('dataurl', 'file')))
    expect(limitsOf(`${command} --public-path=/`, IN_SCRIPTS).limits).toHaveLength(1)
    expect(reasons(limitsOf(command, IN_SCRIPTS))).toEqual([expect.stringContaining('scripts name such files')])
    expect(reasons(limitsOf(`${command} && ${command}`, IN_SHEETS))).toEqual([
      expect.stringContaining('more than once'),
    ])
  })
})
