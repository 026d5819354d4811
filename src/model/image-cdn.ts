/** Where a CDN that resizes and converts pictures answers, and by which form of address it is asked. */
export type ImageCdn = ImageCdnAddress & {
  /**
   * `http://127.0.0.1:PORT` or the like: where the same CDN (through a tunnel, or a stand-in for it) answers on this machine. Nothing else is
   * reached while a change is proved, so that without it delivery by the CDN cannot be.
   */
  readonly lab?: string
}

export type ImageCdnAddress =
  | {
      readonly adapter: 'template'
      /** An address with `{width}`, `{quality}`, `{path}` or `{url}`, and perhaps `{format}`; without that the CDN chooses by Accept. */
      readonly template: string
      /** The site's own public origin; needed for `{url}`. */
      readonly site?: string
    }
  /** `/cdn-cgi/image/width=…,quality=…,format=auto/path`; below the site's own address where there is no base. */
  | { readonly adapter: 'cloudflare'; readonly base?: string }
  /** `https://source.imgix.net/path?w=…&q=…&auto=format`, a web folder source whose base is the site. */
  | { readonly adapter: 'imgix'; readonly base: string }
  /** `https://res.cloudinary.com/name/image/fetch/f_auto,q_…,w_…/https%3A%2F%2Fsite%2Fpath`. */
  | { readonly adapter: 'cloudinary'; readonly base: string; readonly site: string }

const origin = (address: string): string | null => (URL.canParse(address) ? new URL(address).origin : null)

/** The origin that pictures are asked of; null where it is the site's own. */
export const imageCdnOrigin = (cdn: ImageCdnAddress): string | null =>
  cdn.adapter === 'template' ? origin(cdn.template.replace(/\{.*/s, '')) : origin(cdn.base ?? '')

/** What the paths of its addresses begin with. */
export const imageCdnPath = (cdn: ImageCdnAddress): string => {
  const fixed =
    cdn.adapter === 'template'
      ? cdn.template.replace(/\{.*/s, '')
      : `${(cdn.base ?? '').replace(/\/+$/, '')}${{ cloudflare: '/cdn-cgi/image/', imgix: '/', cloudinary: '/image/fetch/' }[cdn.adapter]}`
  return fixed.slice((imageCdnOrigin(cdn) ?? '').length) || '/'
}
