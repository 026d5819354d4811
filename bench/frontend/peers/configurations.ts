import { createRequire } from 'node:module'
import type { Workspace } from '../../../src/model/change.js'
import { granularConfiguration } from '../../bundle/granular-chunks.js'
import { ENCODE_OPTIONS } from './encoding.js'

/** Edits of a project's sources, on top of others. */
export type SourceStep = (workspace: Workspace) => Promise<void>

const resolve = createRequire(import.meta.url).resolve

/** Moves a configuration aside and puts one in its place that is made from it. */
const wrap =
  (file: string, aside: string, made: (own: string) => string): SourceStep =>
  async workspace => {
    await workspace.write(aside, await workspace.readText(file))
    await workspace.write(file, made(`./${aside}`))
  }

/** The granular-chunks rule of the bench `bundle`, on webpack. */
export const granularChunks = wrap('webpack.config.js', 'webpack.config.ungrouped.js', granularConfiguration)

/** image-minimizer-webpack-plugin with sharp, among the project's minimizers as its README puts it. */
export const webpackImages = wrap(
  'webpack.config.js',
  'webpack.config.plain.js',
  own => `const ImageMinimizerPlugin = require(${JSON.stringify(resolve('image-minimizer-webpack-plugin'))})
const own = require(${JSON.stringify(own)})

module.exports = {
  ...own,
  optimization: {
    ...own.optimization,
    minimizer: [
      ...(own.optimization?.minimizer ?? ['...']),
      new ImageMinimizerPlugin({
        minimizer: {
          implementation: ImageMinimizerPlugin.sharpMinify,
          options: { encodeOptions: ${JSON.stringify(ENCODE_OPTIONS)} },
        },
      }),
    ],
  },
}
`,
)

/** vite-plugin-image-optimizer with sharp. */
export const viteImages = wrap(
  'vite.config.js',
  'vite.config.plain.js',
  own => `import { mergeConfig } from 'vite'
import { ViteImageOptimizer } from ${JSON.stringify(import.meta.resolve('vite-plugin-image-optimizer'))}
import own from ${JSON.stringify(own)}

const encode = ${JSON.stringify(ENCODE_OPTIONS)}

export default mergeConfig(own, {
  plugins: [ViteImageOptimizer({ ...encode, jpg: encode.jpeg, logStats: false })],
})
`,
)
