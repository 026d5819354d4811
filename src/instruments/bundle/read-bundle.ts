import { TunewrightError } from '../../model/errors.js'
import type { BundleObservation } from '../../model/observation.js'
import { chooseBuild } from './es-bundlers/choose-build.js'
import { observeBuild } from './es-bundlers/observe-build.js'
import { statisticsLines } from './statistics-lines.js'
import { chooseCompilation } from './webpack/compilation.js'
import { observeCompilation } from './webpack/observe-compilation.js'

/**
 * The bundle that a build made.
 *
 * @param statsFile what `statsEnvironment` had the build write.
 * @param outputFolder absolute path of the build's output; `outputPath` of the result is relative to it.
 * @param root absolute path of the package root, to which paths of modules are relative; where the build ran unless given.
 * @throws TunewrightError TARGET_UNSUPPORTED where no bundler that is read made anything for browsers, BUILD_FAILED for damaged statistics.
 */
export const readBundle = async (
  statsFile: string,
  outputFolder: string,
  root?: string,
): Promise<BundleObservation> => {
  const lines = await statisticsLines(statsFile)
  const compilation = await chooseCompilation(lines, statsFile, outputFolder)
  if (compilation) return observeCompilation(compilation, outputFolder, root)
  const build = await chooseBuild(lines, statsFile, outputFolder)
  if (build) return observeBuild(build, outputFolder, root ?? build.build.cwd)
  throw new TunewrightError('TARGET_UNSUPPORTED', 'No bundler was seen to make anything for browsers.', {
    remedy:
      'Bundles of webpack 4 and 5, Vite, Rollup, Rolldown and esbuild (by its interface for JavaScript) are read; others are measured in the browser only.',
    details: { statsFile },
  })
}
