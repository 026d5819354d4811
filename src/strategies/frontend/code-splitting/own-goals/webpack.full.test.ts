import { describe, expect, it } from 'vitest'
import { scoredProjects } from '../fixtures/scored.js'

const create = scoredProjects()

const WEBPACK = ['node_modules/webpack-cli/bin/cli.js']

const FILES = {
  'src/index.js':
    "import { createApp, h } from 'vue'\n\n// The page.\ncreateApp({ render: () => h('h1', 'Open till six') }).mount('body')\n",
}

const config = (options: string): string =>
  `const { DefinePlugin, EnvironmentPlugin } = require('webpack')\n\nmodule.exports = {\n  entry: './src/index.js',\n  ${options},\n}\n`

const scripts = (build: string, others: Readonly<Record<string, string>> = {}): string =>
  `${JSON.stringify({ scripts: { build, ...others } }, null, 2)}\n`

describe('a build by webpack', () => {
  it.each([
    ["mode: 'none'", "mode: 'production'", 'development-mode', "mode 'production'"],
    [
      "mode: 'production',\n  optimization: { minimize: false }",
      "mode: 'production',\n  optimization: { minimize: true }",
      'missing-minimizer',
      'JavaScript is minified again',
    ],
    [
      "mode: 'production',\n  plugins: [new DefinePlugin({ 'process.env.NODE_ENV': JSON.stringify('development'), A: 1 })]",
      "mode: 'production',\n  plugins: [new DefinePlugin({ A: 1 })]",
      'development-code',
      'packages are built as for production',
    ],
  ])('with %s is set right', async (before, after, goal, said) => {
    const scored = await create({ ...FILES, 'webpack.config.js': config(before) }, WEBPACK)
    expect(scored.goals).toEqual([goal])
    const { change, candidate, bytes } = await scored.mend(goal)
    expect(change.details).toEqual([`webpack.config.js: ${said}`])
    expect(await scored.text('webpack.config.js')).toBe(config(after))
    expect(bytes).toBeLessThan(Math.max(-15, candidate.predicted['initial-bundle-size']!))
  })

  it('that goes by the environment has it set by its own command', async () => {
    const computed = config("mode: process.env.NODE_ENV || 'development'")
    const scored = await create(
      { ...FILES, 'webpack.config.js': computed, 'package.json': scripts('webpack', { start: 'webpack serve' }) },
      WEBPACK,
    )
    const { change, bytes } = await scored.mend('development-mode', [...WEBPACK, '--config-node-env', 'production'])
    expect(change.details).toEqual(['package.json: "build": "webpack --config-node-env production",'])
    expect(await scored.text('webpack.config.js')).toBe(computed)
    expect(bytes).toBeLessThan(-50)
  })

  it('that a server shares is told by its own command to minify', async () => {
    const shared = config("mode: 'production',\n  devServer: {},\n  optimization: { minimize: false }")
    const scored = await create(
      { ...FILES, 'webpack.config.js': shared, 'package.json': scripts('webpack', { start: 'webpack serve' }) },
      WEBPACK,
    )
    const { change, bytes } = await scored.mend('missing-minimizer', [...WEBPACK, '--optimization-minimize'])
    expect(change.details).toEqual(['package.json: "build": "webpack --optimization-minimize",'])
    expect(await scored.text('webpack.config.js')).toBe(shared)
    expect(bytes).toBeLessThan(-50)
  })

  it('is left alone where a server goes by what it defines', async () => {
    const defined = config(
      "mode: 'production',\n  devServer: {},\n  plugins: [new DefinePlugin({ 'process.env.NODE_ENV': JSON.stringify('development') })]",
    )
    const { goals, proposal } = await create({ ...FILES, 'webpack.config.js': defined }, WEBPACK)
    expect(goals).toEqual([])
    expect(proposal.refusals.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(/the development server that webpack\.config\.js configures goes by the same/),
    )
  })
})
