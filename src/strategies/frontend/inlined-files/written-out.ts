import type { ReadableWorkspace } from '../../../model/change.js'
import type { BundleObservation } from '../../../model/observation.js'
import { InstalledFiles } from '../../build-config/installed-files.js'
import type { InlinedFile } from './data-urls.js'

const SOURCES = ['**/*.{css,scss,sass,less,styl,pcss,html,vue,svelte,astro,js,jsx,mjs,cjs,ts,tsx,mts,cts}']
const PACKAGE_SHEET = /(?:^|\/)node_modules\/.*\.(?:css|scss|less)$/

/**
 * Tells what stands in sources as a `data:` URL already: no bundler put it there, and none takes it out.
 *
 * @param root absolute path of the built project, for the style sheets of its packages
 */
export const writtenOut = async (
  bundle: BundleObservation,
  root: string,
  workspace: ReadableWorkspace,
): Promise<(file: InlinedFile) => boolean> => {
  const packages = new InstalledFiles(root)
  const texts: string[] = []
  const add = (text: string): void => {
    if (/data:[a-z]+\//i.test(text)) texts.push(text)
  }
  for (const path of await workspace.list(SOURCES)) add(await workspace.readText(path))
  for (const { path } of bundle.modules) if (PACKAGE_SHEET.test(path)) add(await packages.text(path))
  return ({ head }) => texts.some(text => text.includes(head))
}
