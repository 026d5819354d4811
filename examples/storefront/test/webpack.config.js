const path = require('node:path');
const MiniCssExtractPlugin = require('mini-css-extract-plugin');
const config = require('../webpack.config');

/** The shop's own build, for Node: the tests render what the same rules make of the same sources. */
module.exports = {
  ...config,
  mode: 'development',
  devtool: false,
  target: 'node',
  entry: { shop: './test/support/shop.js' },
  output: {
    ...config.output,
    path: path.resolve(__dirname, '../.test-build'),
    filename: '[name].js',
    library: { type: 'commonjs2' },
  },
  // Leaflet looks for a window when it is loaded. It draws in effects, which do not run here.
  resolve: { ...config.resolve, alias: { leaflet$: false } },
  plugins: [new MiniCssExtractPlugin()],
  optimization: { splitChunks: false, runtimeChunk: false },
  stats: 'errors-warnings',
};
