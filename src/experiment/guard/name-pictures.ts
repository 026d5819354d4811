import type { ShownImage } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'

/** A picture by what people can know it by. */
type Named = Pick<ShownImage, 'alt' | 'url'>

/** A text of dots or dashes tells nobody which picture it is. */
const isTelling = (alt: string | undefined): alt is string => alt !== undefined && /[\p{L}\p{N}]/u.test(alt)

const fileOf = (url: string): string => withoutQuery(url).split('/').at(-1) || url

/** How each of a page's pictures is called: by its text alternative, and by its file where that tells nothing or others have it too. */
export function pictureNames(all: readonly Named[]): (picture: Named) => string {
  const isShared = ({ alt, url }: Named) => all.some(other => other.alt === alt && other.url !== url)
  const fileName = ({ url }: Named) =>
    all.some(other => other.url !== url && fileOf(other.url) === fileOf(url)) ? url : fileOf(url)
  return picture => {
    const file = fileName(picture).slice(-80)
    if (!isTelling(picture.alt)) return `the picture ${file || 'without a text'}`
    const called = `the picture “${picture.alt.slice(0, 80)}”`
    return isShared(picture) ? `${called} in ${file}` : called
  }
}
