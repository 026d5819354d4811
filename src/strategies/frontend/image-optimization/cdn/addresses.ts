import type { ImageCdnAddress } from '../../../../model/image-cdn.js'
import { decoded, withoutQuery } from '../../../../model/pathname.js'

/** What a picture is asked for with. */
export interface Wanted {
  /** Pixels. */
  readonly width: number
  /** 1–100, in the CDN's own measure. */
  readonly quality: number
  /** `auto`: whichever the browser's Accept header prefers. */
  readonly format: 'avif' | 'webp' | 'jpeg' | 'auto'
}

/** Everything that would end or change an address in HTML, CSS or a `srcset`, or that the CDN would take for its own. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** A path of the site as it is asked for (`/photos/a%20lamp.jpg`), each part escaped exactly once, without the first slash. */
const pathOf = (address: string): string =>
  withoutQuery(address)
    .split('/')
    .filter((part, index) => part !== '' || index > 0)
    .map(part => encoded(decoded(part)))
    .join('/')

const trimmed = (base: string): string => base.replace(/\/+$/, '')

/**
 * The address at which a CDN gives a picture of the site.
 * @param address the picture's path on the site, as pages ask for it, e.g. `/photos/lamp.jpg`
 */
export const cdnAddress = (cdn: ImageCdnAddress, address: string, { width, quality, format }: Wanted): string => {
  const path = pathOf(address)
  switch (cdn.adapter) {
    case 'template':
      return cdn.template.replace(
        /\{(width|quality|format|path|url)\}/g,
        (_, name: string) =>
          ({ width: `${width}`, quality: `${quality}`, format, path, url: encoded(`${cdn.site ?? ''}/${path}`) })[
            name
          ]!,
      )
    // https://developers.cloudflare.com/images/transform-images/transform-via-url/
    case 'cloudflare':
      return `${trimmed(cdn.base ?? '')}/cdn-cgi/image/width=${width},quality=${quality},format=${format}/${path}`
    // https://docs.imgix.com/apis/rendering
    case 'imgix': {
      const chosen = format === 'auto' ? 'auto=format' : `fm=${format === 'jpeg' ? 'jpg' : format}`
      return `${trimmed(cdn.base)}/${path}?w=${width}&q=${quality}&${chosen}&fit=max`
    }
    // https://cloudinary.com/documentation/fetch_remote_images
    case 'cloudinary': {
      const f = format === 'jpeg' ? 'jpg' : format
      return `${trimmed(cdn.base)}/image/fetch/f_${f},q_${quality},w_${width},c_limit/${encoded(`${cdn.site}/${path}`)}`
    }
  }
}

/** Whether the CDN chooses the format by the browser's Accept header; a template that names one does not. */
export const choosesFormat = (cdn: ImageCdnAddress): boolean =>
  cdn.adapter !== 'template' || !cdn.template.includes('{format}')
