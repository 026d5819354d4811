import semver from 'semver'
import type { Compilation } from '../../instruments/bundle/webpack/compilation.js'
import { isDistinctName, pageWriter } from '../../instruments/bundle/webpack/hazards.js'

/**
 * Why pages would not load a further chunk of their first load, or null.
 * @param pluginVersion of html-webpack-plugin, null where it makes no pages
 */
export const furtherScriptHazard = (compilation: Compilation, pluginVersion: string | null): string | null => {
  const { options } = compilation
  const writer = pageWriter(compilation)
  if (writer !== null) return `${writer} cuts the chunks of the first load itself, and writes the pages that load them`
  if (pluginVersion === null) {
    return 'the pages name their scripts by hand (no html-webpack-plugin): a second initial chunk would not be loaded'
  }
  if (semver.lt(pluginVersion, '4.0.0')) {
    return `html-webpack-plugin ${pluginVersion} picks chunks by name and would leave out the new ones (4.0.0 does not)`
  }
  const uninjected = options.plugins.find(plugin => plugin.options?.inject === false)
  return uninjected
    ? `the template ${uninjected.options?.template ?? ''} places the scripts itself (inject: false)`
    : null
}

/** Why style sheets could not go with chunks of their own, or null. */
export const furtherSheetHazard = ({ options }: Compilation): string | null => {
  const fixed = options.plugins
    .filter(plugin => plugin.name === 'MiniCssExtractPlugin')
    .flatMap(one => [one.options?.filename, one.options?.chunkFilename])
    .find(name => typeof name === 'string' && !isDistinctName(name))
  return fixed
    ? `MiniCssExtractPlugin names every style sheet '${fixed}': those of a second chunk would claim the same file`
    : null
}
