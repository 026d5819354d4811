import { TunewrightError } from '../../model/errors.js'
import type { BundleObservation } from '../../model/observation.js'
import { chooseBuild } from './es-bundlers/choose-build.js'
import { observeBuild } from './es-bundlers/observe-build.js'
import { readOutput } from './output/read-output.js'
import { statisticsLines } from './statistics-lines.js'
import { chooseCompilation } from './webpack/compilation.js'
import { observeCompilation } from './webpack/observe-compilation.js'

/**
 * The bundle that a build made: as its bundler says, or where that is not one of those that are listened to, as far as its output shows.
 *
 * @param statsFile what `statsEnvironment` had the build write; null where it wrote nothing.
 * @param outputFolder absolute path of the build's output; `outputPath` of the result is relative to it.
 * @param root absolute path of the package root, to which paths of modules are relative; where the build ran unless given.
 * @throws TunewrightError TARGET_UNSUPPORTED where nothing that browsers load was made, BUILD_FAILED for damaged statistics.
 */
export const readBundle = async (
  statsFile: string | null,
  outputFolder: string,
  root?: string,
): Promise<BundleObservation> => {
  if (statsFile !== null) {
    const lines = await statisticsLines(statsFile)
    const compilation = await chooseCompilation(lines, statsFile, outputFolder)
    if (compilation) return observeCompilation(compilation, outputFolder, root)
    const build = await chooseBuild(lines, statsFile, outputFolder)
    if (build) return observeBuild(build, outputFolder, root ?? build.build.cwd)
  }
  const output = await readOutput(outputFolder, root ?? outputFolder)
  if (output) return output
  throw new TunewrightError('TARGET_UNSUPPORTED', 'No bundler was seen to make anything for browsers.', {
    remedy:
      'Bundles of webpack 4 and 5, Vite, Rollup, Rolldown and esbuild are read; of others, what their pages load from the folder of the output.',
    details: { statsFile },
  })
}
