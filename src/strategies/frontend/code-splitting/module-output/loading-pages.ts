import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { glob } from 'tinyglobby'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { HtmlSources } from '../../../html/html-source.js'
import type { Context } from '../project.js'
import type { BundleNames } from './bundle-names.js'
import { type LoadedBundle, tagOf, withModuleTag } from './page-tag.js'

/** A page's file with the bundle as a module. */
export interface EditedPage {
  readonly path: string
  readonly text: string
}

/**
 * Has every page of the output that names the bundle load it as a module, by the file of the project that the page is.
 *
 * @param folder what is served, relative to the project
 * @returns those files as they are to be, or why a page cannot
 */
export const editPages = async (
  { target, baseline }: Pick<Context, 'target' | 'baseline'>,
  folder: string,
  names: BundleNames,
  bundle: Omit<LoadedBundle, 'isAt' | 'isNamedIn'>,
  workspace: ReadableWorkspace,
): Promise<readonly EditedPage[] | string> => {
  const served = join(baseline.root, folder)
  const sources = await HtmlSources.read(target, baseline, workspace)
  const edited = new Map<string, string>()
  const pages = await glob(['**/*.{html,htm}'], { cwd: served, ignore: ['**/node_modules/**'] })
  for (const page of pages.sort()) {
    const made = await readFile(join(served, page), 'utf8')
    if (!names.isNamedIn(made)) continue
    const isAt = (address: string): boolean => names.isAt(page, address)
    const source = await sources.of({ id: page, path: encodeURI(`/${page}`), weight: 1 })
    if (typeof source === 'string' || source.template)
      return `${page} loads ${names.served}, and ${typeof source === 'string' ? source : 'a plugin makes it'}`
    const written = await workspace.readText(source.path)
    if (tagOf(made, { isAt }) !== tagOf(written, { isAt }))
      return `${page} loads ${names.served} in another way than ${source.path} says`
    const result = withModuleTag(written, { ...bundle, isAt, isNamedIn: names.isNamedIn })
    if (typeof result === 'string') return `${source.path}: ${result}`
    const known = edited.get(source.path)
    if (known !== undefined && known !== result.text)
      return `${source.path} is several pages, which load it in other ways`
    edited.set(source.path, result.text)
  }
  if (edited.size === 0) return `no page in ${posix.normalize(folder)} was found that loads ${names.served}`
  return [...edited].map(([path, text]) => ({ path, text }))
}
