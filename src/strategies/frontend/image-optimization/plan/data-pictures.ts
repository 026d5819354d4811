import path from 'node:path'
import type { Inventory, PictureFile, Showing } from '../../../../instruments/images/inventory.js'
import { decoded, withoutQuery } from '../../../../model/pathname.js'

/**
 * The address at which pages know a picture that is served as it lies (`/photos/lamp.jpg` for `public/photos/lamp.jpg`), or
 * null: bundled under another name, or inlined.
 */
export const dataAddress = (file: PictureFile): string | null => {
  for (const { image } of file.showings) {
    const address = withoutQuery(image.url)
    if (address.startsWith('/') && (file.path === address.slice(1) || file.path.endsWith(address))) return address
  }
  return null
}

/** The same as pages ask for it, escaped as it is there: what a CDN in front of the site knows it by. */
export const siteAddress = (file: PictureFile): string | null => {
  for (const { image } of file.showings) {
    const address = withoutQuery(image.url)
    if (address.startsWith('/') && `/${file.path}`.endsWith(decoded(address))) return address
  }
  return null
}

/**
 * Where a picture may be shown. Data puts any picture of a folder where it put another: a product's photograph seen here only
 * as a card is large on its own page, which was not measured. So pictures served from one folder share their `<img>` showings.
 */
export const folderShowings = (file: PictureFile, inventory: Inventory): readonly Showing[] => {
  if (dataAddress(file) === null) return file.showings
  const folder = path.posix.dirname(file.path)
  const siblings = inventory.files.filter(
    f => f !== file && path.posix.dirname(f.path) === folder && dataAddress(f) !== null,
  )
  return [...file.showings, ...siblings.flatMap(f => f.showings.filter(s => s.image.via === 'img'))]
}
