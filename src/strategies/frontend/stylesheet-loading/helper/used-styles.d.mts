/** Whether something of a kind and name may be on a page. */
export type Knows = (kind: 'class' | 'id' | 'tag' | 'attribute', name: string) => boolean

/**
 * What may be used of a style sheet.
 * @throws Error where it cannot be told, with why
 */
export declare function usedStyles(css: string, knows: Knows): string

export interface StyleLimits {
  /** Most that is put into a page, bytes. */
  readonly maximum: number
  /** Bytes of styles in a page up to which it holds what only its scripts have names for as well. */
  readonly forScripts: number
  /** Share of a page's style sheets that must be left for later, 0 to 1. */
  readonly minimumLeftOut: number
}

/**
 * A page with what it may use of its style sheets in it, which themselves come after the first paint.
 * @param read the text of a file of the site by the address that the page has for it; null where it is none
 * @returns with bytes of the sheets, and of what of them is put into the page; or why the page stays as it is, as the end of a sentence
 */
export declare function withUsedStyles(
  html: string,
  read: (address: string) => string | null,
  limits: StyleLimits,
):
  | { readonly html: string; readonly bytes: number; readonly inlined: number; readonly reason?: undefined }
  | { readonly html?: undefined; readonly reason: string }

/** Whether what scripts draw of a page stands in its HTML, for its own address alone. */
export declare function isDrawn(html: string): boolean

/** The path of a file of the site, below its root, by the address that a page of it has; null for what is elsewhere. */
export declare function siteFile(address: string, page: string, base: string): string | null
