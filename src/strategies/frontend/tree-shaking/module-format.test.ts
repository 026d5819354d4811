import { describe, expect, it } from 'vitest'
import { replaced } from '../../build-config/literals.js'
import { babelFormats, swcFormat, typescriptFormat } from './module-format.js'
import { switchedOff } from './switches.js'

const TSCONFIG = '{ "compilerOptions": { "module": "CommonJS", /* old */ "strict": true } }'

const told = (text: string, tsconfig = TSCONFIG): string | null => {
  const edit = typescriptFormat('webpack.config.js', text, tsconfig)
  if (edit === null || typeof edit === 'string') return edit
  return replaced([edit], () => text).get('webpack.config.js')!
}

describe('ts-loader leaves modules to the bundler', () => {
  const OPTIONS = "compilerOptions: { module: 'esnext', moduleResolution: 'node' }"
  it.each([
    [
      "module.exports = { module: { rules: [{ test: /ts$/, use: 'ts-loader' }] } }",
      `module.exports = { module: { rules: [{ test: /ts$/, use: { loader: 'ts-loader', options: { ${OPTIONS} } } }] } }`,
    ],
    [
      "module.exports = { module: { rules: [{ test: /ts$/, loader: 'ts-loader' }] } }",
      `module.exports = { module: { rules: [{ test: /ts$/, loader: 'ts-loader', options: { ${OPTIONS} } }] } }`,
    ],
    [
      "module.exports = { module: { rules: [{ use: ['babel-loader', 'ts-loader'] }] } }",
      `module.exports = { module: { rules: [{ use: ['babel-loader', { loader: 'ts-loader', options: { ${OPTIONS} } }] }] } }`,
    ],
    [
      "module.exports = { module: { rules: [{ use: [{\n  loader: 'ts-loader',\n  options: {\n    transpileOnly: true,\n  },\n}] }] } }",
      `module.exports = { module: { rules: [{ use: [{\n  loader: 'ts-loader',\n  options: {\n    transpileOnly: true,\n    ${OPTIONS},\n  },\n}] }] } }`,
    ],
  ])('%s', (before, after) => expect(told(before)).toBe(after))

  it('where tsconfig.json says how modules are found, by that', () => {
    const tsconfig = '{ "compilerOptions": { "module": "commonjs", "moduleResolution": "node10" } }'
    expect(told("module.exports = { module: { rules: [{ use: 'ts-loader' }] } }", tsconfig)).toContain(
      "{ module: 'esnext' }",
    )
  })

  it('not where it is told itself, or has modules already', () => {
    expect(told("module.exports = { module: { rules: [{ loader: 'ts-loader', options: tsOptions }] } }")).toMatch(
      /not written out/,
    )
    expect(
      told(
        "module.exports = { module: { rules: [{ loader: 'ts-loader', options: { compilerOptions: { module: 'amd' } } }] } }",
      ),
    ).toMatch(/itself/)
    expect(
      told(
        "module.exports = { module: { rules: [{ use: 'ts-loader' }] } }",
        '{ "compilerOptions": { "module": "esnext" } }',
      ),
    ).toBeNull()
  })
})

it('other compilers', () => {
  expect(
    babelFormats('.babelrc', '{ "presets": [["@babel/env", { "modules": "umd" }]] }').map(({ text }) => text),
  ).toEqual(['"auto"'])
  expect(babelFormats('.babelrc', '{ "presets": [["@babel/env", { "modules": false }]] }')).toEqual([])
  expect(swcFormat('.swcrc', '{ "module": { "type": "commonjs" } }').map(({ text }) => text)).toEqual(['"es6"'])
})

it.each([
  ['webpack', 'module.exports = { optimization: { sideEffects: false, innerGraph: false, minimize: false } }', 2],
  ['webpack', 'module.exports = { plugins: [new X({ optimization: { usedExports: false } })] }', 0],
  ['vite', 'export default { build: { rollupOptions: { treeshake: false } } }', 1],
  ['rollup', 'export default { input: "a.js", treeshake: false }', 1],
  ['rollup', 'export default { plugins: [x({ treeshake: false })] }', 0],
  [
    'esbuild',
    "import { build } from 'esbuild'\nbuild({ entryPoints: ['a.js'], treeShaking: false, ignoreAnnotations: true })",
    2,
  ],
])('switches of %s: %s', (bundler, text, count) => {
  expect(switchedOff('config.js', text, bundler)).toHaveLength(count)
})
