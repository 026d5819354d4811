import { describe, expect, it } from 'vitest'
import { esbuildOptions } from './minify.js'
import { definedInEsbuild, productionDefined, productionInCommand, replacedInRollup } from './node-env.js'

describe('a configuration that names development as NODE_ENV', () => {
  it.each([
    [
      "build({ define: { 'process.env.NODE_ENV': '\"development\"' } })",
      "build({ define: { 'process.env.NODE_ENV': '\"production\"' } })",
    ],
    [
      "plugins: [replace({ 'process.env.NODE_ENV': JSON.stringify('development'), a: 1 })]",
      "plugins: [replace({ 'process.env.NODE_ENV': JSON.stringify('production'), a: 1 })]",
    ],
    [
      "replace({ values: { 'process.env': JSON.stringify({ NODE_ENV: 'development' }) } })",
      "replace({ values: { 'process.env': JSON.stringify({ NODE_ENV: 'production' }) } })",
    ],
  ])('names production: %s', (before, after) => {
    const source = (text: string): string => (text.startsWith('plugins') ? `export default { ${text} }` : text)
    expect(productionDefined('b.mjs', source(before), 'production')).toEqual({ text: source(after) })
  })

  it.each([
    [
      "new DefinePlugin({\n  A: 1,\n  'process.env.NODE_ENV': JSON.stringify('development'),\n})",
      'new DefinePlugin({\n  A: 1,\n})',
    ],
    ["new DefinePlugin({ 'process.env.NODE_ENV': JSON.stringify('development'), A: 1 })", 'new DefinePlugin({ A: 1 })'],
    [
      "new DefinePlugin({ 'process.env': { NODE_ENV: '\"development\"', API: '1' } })",
      "new DefinePlugin({ 'process.env': { API: '1' } })",
    ],
    ["x = { optimization: { nodeEnv: 'development' } }", 'x = { optimization: {  } }'],
  ])('leaves it to the bundler: %s', (before, after) => {
    expect(productionDefined('w.js', before, 'bundler')).toEqual({ text: after })
  })

  it('goes by whether developers watch', () => {
    expect(
      productionDefined(
        'r.js',
        "replace({ 'process.env.NODE_ENV': JSON.stringify('development') })",
        'unless-watching',
      ),
    ).toEqual({
      text: "replace({ 'process.env.NODE_ENV': process.env.ROLLUP_WATCH ? JSON.stringify('development') : JSON.stringify('production') })",
    })
  })

  it.each([
    "define({ 'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV || 'development') })",
    "define({ 'process.env.NODE_ENV': JSON.stringify('production') })",
    "spawn('node', { env: { NODE_ENV: 'development' } })",
    "new EnvironmentPlugin({ NODE_ENV: 'development' })",
  ])('is left alone where that is computed, or the environment of something else: %s', source => {
    expect(productionDefined('b.js', source, 'production')).toBeNull()
  })

  it('is left alone where it does so more than once', () => {
    const once = "define({ 'process.env.NODE_ENV': '\"development\"' })"
    expect(productionDefined('b.js', `${once}\n${once}`, 'production')).toEqual({
      reason: expect.stringContaining('several places'),
    })
  })
})

describe('a build that is told no NODE_ENV', () => {
  it.each([
    [
      "build({ entryPoints: ['a'], bundle: true, minifySyntax: true })",
      "build({ entryPoints: ['a'], bundle: true, minifySyntax: true, define: { 'process.env.NODE_ENV': '\"production\"' } })",
    ],
    [
      "build({ entryPoints: ['a'], bundle: true, define: { A: '1' } })",
      "build({ entryPoints: ['a'], bundle: true, define: { A: '1', 'process.env.NODE_ENV': '\"production\"' } })",
    ],
    ["build({ entryPoints: ['a'], bundle: true, define: defines })", null],
    ["build({ entryPoints: ['a'], bundle: true, define: { 'process.env.NODE_ENV': mode } })", null],
  ])('by esbuild gets one: %s', (before, after) => {
    const source = `import { build } from 'esbuild'\n${before}`
    const mended = definedInEsbuild(source, esbuildOptions('b.mjs', source)[0]!)
    expect(mended).toEqual(after === null ? null : { text: `import { build } from 'esbuild'\n${after}` })
  })

  const config = (options: string): string =>
    `import replace from '@rollup/plugin-replace'\nexport default { plugins: [replace(${options})] }`

  it('by Rollup gets one from the plugin that replaces texts', () => {
    expect(replacedInRollup('r.js', config('{ preventAssignment: true }'), false)).toEqual({
      text: config("{ preventAssignment: true, 'process.env.NODE_ENV': JSON.stringify('production') }"),
    })
    expect(replacedInRollup('r.js', config("{ values: { A: '1' } }"), true)).toEqual({
      text: config(
        "{ values: { A: '1', 'process.env.NODE_ENV': process.env.ROLLUP_WATCH ? JSON.stringify('development') : JSON.stringify('production') } }",
      ),
    })
  })

  it('by Rollup is left alone where that plugin is kept to some modules, or gives one already', () => {
    expect(replacedInRollup('r.js', config("{ include: 'src/**', A: '1' }"), false)).toEqual({
      reason: expect.stringContaining('some of the modules'),
    })
    expect(replacedInRollup('r.js', config("{ 'process.env.NODE_ENV': mode }"), false)).toBeNull()
  })
})

it("esbuild's command is told", () => {
  const line = (value: string): string =>
    `"build": "esbuild a.js --bundle --define:process.env.NODE_ENV='\\"${value}\\"'"`
  expect(productionInCommand(line('development'))).toBe(line('production'))
  expect(productionInCommand(line('production'))).toBeNull()
})
