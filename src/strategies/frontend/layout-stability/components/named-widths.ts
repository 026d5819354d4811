import { PICTURE_FILES } from '../../../../instruments/images/inventory.js'
import { sizeOfPicture } from '../../../../instruments/images/size-of-picture.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { ShownImage } from '../../../../model/observation.js'
import { decoded, withoutQuery } from '../../../../model/pathname.js'
import { sha256 } from '../../../../system/hash.js'
import type { ImageAddress } from './image-address.js'

/** Of more pictures than this nobody looks at each. */
const MOST = 500

/**
 * The one width, pixels, of all pictures of the project that an address with computed parts may name, told from those that it was seen to show; null where
 * they differ, or some may be no files of the project.
 */
export const commonWidth = async (
  address: ImageAddress,
  shown: readonly ShownImage[],
  workspace: ReadableWorkspace,
): Promise<number | null> => {
  if (address.kind !== 'text') return null
  const files = await workspace.list(PICTURE_FILES)
  const roots = new Set<string>()
  for (const { url, bodyHash } of shown) {
    const name = decoded(withoutQuery(url))
    const found = name.startsWith('/') ? files.filter(file => `/${file}`.endsWith(name)) : []
    const [file] = found
    // What a build makes of a picture may have another size.
    if (file === undefined || found.length > 1 || sha256(await workspace.read(file)) !== bodyHash) return null
    roots.add(`/${file}`.slice(0, -name.length))
  }
  if (roots.size !== 1) return null
  const [root] = roots
  const named = (paths: readonly string[]): readonly string[] =>
    paths.filter(path => `/${path}`.startsWith(`${root}/`) && address.pattern.test(`/${path}`.slice(root!.length)))
  const [pictures, drawings] = [named(files), named(await workspace.list(['**/*.svg']))]
  if (drawings.length > 0 || pictures.length > MOST) return null
  const widths = new Set<number | null>()
  for (const path of pictures) widths.add((await sizeOfPicture(await workspace.read(path)))?.width ?? null)
  const [width] = widths
  return widths.size === 1 ? (width ?? null) : null
}
