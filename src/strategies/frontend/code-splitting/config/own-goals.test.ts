import { describe, expect, it } from 'vitest'
import { servedBy } from '../../../build-config/dev-server.js'
import {
  minimizedCommand,
  minimizingCommand,
  productionCommand,
  productionMode,
  productionScript,
  scriptMinimizer,
} from './own-goals.js'

describe('a minimizer list without one for JavaScript', () => {
  it.each([
    [
      'optimization: { minimizer: [new CssMinimizerPlugin()] }',
      "optimization: { minimizer: ['...', new CssMinimizerPlugin()] }",
    ],
    [
      'optimization: {\n  minimizer: [\n    // styles\n    new Css(),\n  ],\n}',
      "optimization: {\n  minimizer: [\n    '...',\n    // styles\n    new Css(),\n  ],\n}",
    ],
    ['optimization: { minimize: false }', 'optimization: { minimize: true }'],
    ['optimization: { minimizer: [] }', "optimization: { minimizer: ['...'] }"],
    [
      'optimization: { minimizer: [new Css()] }, plugins: [new ImageMin({ minimizer: [a] })]',
      "optimization: { minimizer: ['...', new Css()] }, plugins: [new ImageMin({ minimizer: [a] })]",
    ],
  ])('%s', (before, after) => {
    expect(scriptMinimizer('webpack.config.js', `module.exports = { ${before} }`)).toBe(`module.exports = { ${after} }`)
  })

  it('that is assigned', () => {
    const config = (list: string) =>
      `const config = {}\nconfig.optimization.minimizer = [${list}]\nmodule.exports = config`
    expect(scriptMinimizer('w.js', config('new Css()'))).toBe(config("'...', new Css()"))
  })

  it('of a plugin is its own', () => {
    const plugin = 'module.exports = { plugins: [new ImageMin({ optimization: { minimizer: [a], minimize: false } })] }'
    expect(scriptMinimizer('w.js', plugin)).toBeNull()
  })

  it('is left alone where it has one, and so is what else is called that', () => {
    expect(scriptMinimizer('w.js', "module.exports = { optimization: { minimizer: ['...', new Css()] } }")).toBeNull()
    expect(
      scriptMinimizer('w.js', 'module.exports = { module: { rules: [{ options: { minimize: false } }] } }'),
    ).toBeNull()
  })
})

describe("a production build in mode 'development'", () => {
  it('gets the mode, and source maps beside the code', () => {
    expect(
      productionMode('w.js', 'module.exports = { mode: "development", devtool: "eval-source-map", entry: "./a" }'),
    ).toBe('module.exports = { mode: "production", devtool: "source-map", entry: "./a" }')
  })

  it('is left alone where the mode is computed or ambiguous', () => {
    expect(productionMode('w.js', "module.exports = { mode: process.env.MODE || 'development' }")).toBeNull()
    expect(productionMode('w.js', "const a = { mode: 'development' }, b = { mode: 'production' }")).toBeNull()
  })

  it.each([
    ["merge(common, { mode: 'development' })", "merge(common, { mode: 'production' })"],
    ["env => ({ mode: 'development' })", "env => ({ mode: 'production' })"],
    ["[{ mode: 'development' }]", "[{ mode: 'production' }]"],
    [
      "{ mode: 'development', plugins: [new X({ mode: 'development' })] }",
      "{ mode: 'production', plugins: [new X({ mode: 'development' })] }",
    ],
  ])("has it in the configuration's own object: %s", (before, after) => {
    expect(productionMode('w.js', `module.exports = ${before}`)).toBe(`module.exports = ${after}`)
  })

  it('has it in a name that is handed on to itself', () => {
    const config = (mode: string) =>
      `let config = { mode: '${mode}' }\nconfig = merge(config, require('./more'))\nmodule.exports = config`
    expect(productionMode('w.js', config('development'))).toBe(config('production'))
    expect(productionMode('w.js', "let a = { mode: 'development' }\na = merge(a, {})")).toBeNull()
  })

  it('has it assigned', () => {
    const config = (mode: string) => `const config = {}\nconfig.mode = '${mode}'\nmodule.exports = config`
    expect(productionMode('w.js', config('development'))).toBe(config('production'))
  })

  it.each([
    "module.exports = { plugins: [new X({ mode: 'development' })] }",
    "module.exports = { module: { rules: [{ options: { mode: 'development' } }] } }",
    "const options = { mode: 'development' }\nmodule.exports = { plugins: [plugin(options)] }",
    "const mode = 'x'\nmodule.exports = { [mode]: 'development' }",
    "const config = {}\nif (local) config.mode = 'development'\nmodule.exports = config",
  ])('is left alone where that is the mode of something else, or set on a condition: %s', source => {
    expect(productionMode('w.js', source)).toBeNull()
  })

  it('that a development server shares is told of', () => {
    const configs = new Map([['webpack.config.js', "module.exports = { mode: 'development', devServer: {} }"]])
    const served = (scripts: Record<string, string>) => servedBy(JSON.stringify({ scripts }), configs)
    expect(served({ start: 'webpack serve' })).toMatch(/the script start/)
    expect(served({ start: 'webpack-dev-server --config webpack.config.js' })).toMatch(/the script start/)
    expect(served({ build: 'webpack' })).toMatch(/the development server that webpack\.config\.js configures/)
    expect(served({ start: 'webpack serve --config webpack.dev.js' })).toBeNull()
    expect(served({ start: 'webpack serve --mode development' })).toBeNull()
    expect(servedBy('{}', new Map([['webpack.config.js', 'module.exports = {}']]))).toBeNull()
  })

  it("can be given to the build's own command", () => {
    expect(productionCommand('"build": "NODE_ENV=production webpack --progress",', false)).toBe(
      '"build": "NODE_ENV=production webpack --mode production --progress",',
    )
    expect(productionCommand('"build": "webpack"', true)).toBe(
      '"build": "webpack --mode production --devtool source-map"',
    )
    for (const command of [
      'webpack serve',
      'webpack --watch',
      'webpack --mode none',
      'node build.js',
      'webpack-dev-server',
    ])
      expect(productionCommand(command, false)).toBeNull()
  })

  it('asked for on the command line', () => {
    expect(productionScript('webpack --mode development --progress')).toBe('webpack --mode production --progress')
    expect(productionScript('webpack --mode=development')).toBe('webpack --mode=production')
    expect(productionScript('webpack --mode none')).toBe('webpack --mode production')
    expect(productionScript('webpack')).toBeNull()
  })
})

describe("a build without a mode's defaults", () => {
  it("gets those of 'production'", () => {
    expect(productionMode('w.js', "module.exports = { mode: 'none' }")).toBe("module.exports = { mode: 'production' }")
  })
})

describe('a command', () => {
  it('that is told not to minify is not', () => {
    expect(minimizedCommand('webpack --no-optimization-minimize --progress')).toBe('webpack --progress')
    expect(minimizedCommand('webpack')).toBeNull()
  })

  it('that builds can be told to minify', () => {
    expect(minimizingCommand('"build": "webpack -c w.js"')).toBe('"build": "webpack --optimization-minimize -c w.js"')
    for (const command of ['webpack serve', 'webpack --watch', 'webpack --no-optimization-minimize', 'node build.js'])
      expect(minimizingCommand(command)).toBeNull()
  })
})
