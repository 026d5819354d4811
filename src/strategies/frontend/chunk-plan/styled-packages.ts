import type { BundleObservation } from '../../../model/observation.js'
import type { InstalledFiles } from '../../build-config/installed-files.js'

const IMPORTS_STYLES = /(?:require\(|import\s*|from\s*)['"][^'"]+\.(?:css|s[ac]ss|less|styl)['"]/

/** Packages that bring style sheets of their own: where files of ES modules are cut, a sheet goes with what imports it, and their order counts. */
export const styledPackages = async (
  { modules }: Pick<BundleObservation, 'modules'>,
  installed: InstalledFiles,
): Promise<ReadonlySet<string>> => {
  const found = new Set<string>()
  for (const { path, packageName } of modules) {
    if (packageName === null || found.has(packageName)) continue
    if (/\.(vue|svelte)$/.test(path) || IMPORTS_STYLES.test(await installed.text(path))) found.add(packageName)
  }
  return found
}
