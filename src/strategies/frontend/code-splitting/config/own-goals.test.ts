import { describe, expect, it } from 'vitest'
import { productionMode, productionScript, scriptMinimizer } from './own-goals.js'

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
  ])('%s', (before, after) => {
    expect(scriptMinimizer('webpack.config.js', `module.exports = { ${before} }`)).toBe(`module.exports = { ${after} }`)
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

  it('asked for on the command line', () => {
    expect(productionScript('webpack --mode development --progress')).toBe('webpack --mode production --progress')
    expect(productionScript('webpack --mode=development')).toBe('webpack --mode=production')
    expect(productionScript('webpack')).toBeNull()
  })
})
