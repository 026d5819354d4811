import { posix } from 'node:path'
import { PICTURE_FILES } from '../../../../instruments/images/inventory.js'
import { hasOwnMark } from '../../../../instruments/images/own-mark.js'
import { sizeOfPicture } from '../../../../instruments/images/size-of-picture.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { ShownImage } from '../../../../model/observation.js'
import { decoded, withoutQuery } from '../../../../model/pathname.js'
import { sha256 } from '../../../../system/hash.js'
import type { ImageAddress } from './image-address.js'

/** Of more pictures than this nobody looks at each. */
const MOST = 500

/** `hall` and 800 of `hall-800.avif`, as files for a `srcset` are called; null for other names. */
const madeFrom = (path: string): { readonly stem: string; readonly width: number } | null => {
  const [, stem, width] = /^(.*)-(\d+)w?\.\w+$/.exec(path) ?? []
  return stem === undefined ? null : { stem, width: Number(width) }
}

/**
 * The widths, pixels, of all pictures of the project that an address may name, told from those that it was seen to show: those that its text fits, or, where data decides all of it, those in
 * the same folders. Null where some may be no files of the project, or drawings.
 */
export const namedWidths = async (
  address: ImageAddress,
  shown: readonly ShownImage[],
  workspace: ReadableWorkspace,
): Promise<ReadonlySet<number> | null> => {
  const files = await workspace.list(PICTURE_FILES)
  const roots = new Set<string>()
  for (const { url, bodyHash } of shown) {
    const name = decoded(withoutQuery(url))
    const found = name.startsWith('/') ? files.filter(file => `/${file}`.endsWith(name)) : []
    const [file] = found
    if (file === undefined || found.length > 1) return null
    const data = await workspace.read(file)
    // What a build makes of a picture may have another size. One that was encoded here since is the same picture.
    if (sha256(data) !== bodyHash && !hasOwnMark(data)) return null
    roots.add(`/${file}`.slice(0, -name.length))
  }
  if (roots.size !== 1) return null
  const [root] = roots
  const folders = new Set(shown.map(({ url }) => posix.dirname(decoded(withoutQuery(url)))))
  const mayName = (path: string): boolean =>
    address.kind === 'text' ? address.pattern.test(path) : folders.has(posix.dirname(path))
  const named = (paths: readonly string[]): readonly string[] =>
    paths.filter(path => `/${path}`.startsWith(`${root}/`) && mayName(`/${path}`.slice(root!.length)))
  const [pictures, drawings] = [named(files), named(await workspace.list(['**/*.svg']))]
  const stems = new Set(files.map(path => path.replace(/\.\w+$/, '')))
  const isMade = (path: string): boolean => stems.has(madeFrom(path)?.stem ?? '')
  if (drawings.length > 0 || pictures.filter(path => !isMade(path)).length > MOST) return null
  const widths = new Set<number>()
  for (const path of pictures) {
    const data = await workspace.read(path)
    const size = await sizeOfPicture(data)
    if (size === null) return null
    // No data names what was encoded here for the `srcset` of another.
    if (!isMade(path) || !hasOwnMark(data) || madeFrom(path)?.width !== size.width) widths.add(size.width)
  }
  return widths
}
