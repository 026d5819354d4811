import type { Finding } from '../../../model/actuator.js'
import { configurationValues } from '../../build-config/configuration-object.js'
import { readPackage } from '../../build-config/dev-server.js'
import { literalOf, type Replacement } from '../../build-config/literals.js'
import type { BuildConfiguration } from '../../build-config/read-build.js'
import { parseSource } from '../../source/parse.js'

/** `build.cssMinify: false` of Vite, which otherwise minifies style sheets with the rest. */
export const minifiedInVite = (path: string, text: string): readonly Replacement[] => {
  const file = parseSource(path, text)
  if (!file) return []
  return configurationValues(file, 'cssMinify')
    .filter(({ value, within }) => within === 'build' && literalOf(value) === false)
    .map(({ value }) => ({
      path,
      start: value.start!,
      end: value.end!,
      text: 'true',
      detail: `${path}: style sheets are minified (build.cssMinify)`,
    }))
}

const CSS_MINIMIZER = /css/i

/** What builds lack to minify: a package that is not there, or there and not used. Nothing of that is added by itself. */
export const missingMinifiers = ({ bundle, compilation, configs, packageText }: BuildConfiguration): Finding[] => {
  const { dependencies, devDependencies } = readPackage(packageText)
  const installed = Object.keys({ ...dependencies, ...devDependencies })
  const [config] = configs.keys()
  const told = [...configs.values()].join('\n')
  if (compilation !== null) {
    const { plugins, optimization } = compilation.options
    const extracts = plugins.some(({ name }) => name === 'MiniCssExtractPlugin')
    const minifies = optimization.minimizer.some(name => CSS_MINIMIZER.test(name))
    if (!extracts || minifies || compilation.options.mode === 'development') return []
    const there = installed.includes('css-minimizer-webpack-plugin') ? 'is installed' : 'is to be installed'
    return [
      {
        subject: config ?? 'webpack',
        message: `nothing minifies the style sheets that MiniCssExtractPlugin writes: css-minimizer-webpack-plugin ${there}, and belongs into optimization.minimizer beside '...'`,
      },
    ]
  }
  if (bundle.bundler !== 'rollup') return []
  const unused = installed.find(
    name => /^(@rollup\/plugin-terser|rollup-plugin-terser)$/.test(name) && !told.includes(name),
  )
  return unused === undefined
    ? []
    : [{ subject: config ?? 'rollup', message: `${unused} is installed, and the build does not use it` }]
}
