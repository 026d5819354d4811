import { posix } from 'node:path'
import type { ReadableWorkspace } from '../../../model/change.js'
import { withoutQuery } from '../../../model/pathname.js'
import type { TargetSystem } from '../../../model/target.js'
import { sha256 } from '../../../system/hash.js'
import { COPIED, type HtmlSource } from '../../html/html-source.js'
import type { LatePicture } from './late-pictures.js'

/** A page that names nothing from the root of its host may be served below a path: there only a relative address is right. */
const spelled = async (picture: LatePicture, source: HtmlSource, workspace: ReadableWorkspace): Promise<string> => {
  const html = await workspace.readText(source.path)
  if (source.template || /\b(src|href)\s*=\s*["']?\/(?!\/)/i.test(html) || /<base\b/i.test(html)) return picture.url
  const page = withoutQuery(picture.page.path)
  return posix.relative(page.slice(0, page.lastIndexOf('/') + 1), picture.url)
}

/**
 * How a page's HTML source names a picture: by its address where a file of the project is served under it, or, in a template, by the file
 * that webpack gives an address to.
 *
 * @returns the value of `href`, or null where the address is not the project's to know.
 */
export const pictureAddress = async (
  picture: LatePicture,
  source: HtmlSource,
  target: TargetSystem,
  workspace: ReadableWorkspace,
): Promise<{ readonly href: string } | string> => {
  const path = decodeURIComponent(withoutQuery(picture.url)).replace(/^\//, '')
  const folders = target.build ? COPIED : [target.serve.kind === 'static' ? target.serve.folder : '']
  for (const folder of folders) {
    const file = posix.join(folder, path)
    if (target.build && file.startsWith(`${posix.normalize(target.build.output)}/`)) continue
    if (await workspace.exists(file)) return { href: await spelled(picture, source, workspace) }
  }
  if (!source.template || picture.bodyHash === null) return `no file of the project is served as ${picture.url}`
  for (const file of await workspace.list(['**/*.{jpg,jpeg,png,gif,webp,avif,svg}'])) {
    if (sha256(await workspace.read(file)) !== picture.bodyHash) continue
    const relative = posix.relative(posix.dirname(source.path), file)
    return { href: `<%= require('${relative.startsWith('.') ? relative : `./${relative}`}') %>` }
  }
  return `no picture of the project has the content of ${picture.url}`
}
