/** What an attribute does with an address that it is given. */
export type AttributeUse =
  | { readonly kind: 'shown' | 'ignored' | 'passed' }
  | { readonly kind: 'refused'; readonly reason: string }

const SHOWN: Readonly<Record<string, RegExp>> = {
  img: /^(?:src|srcset)$/,
  source: /^(?:src|srcset)$/,
  video: /^poster$/,
  input: /^src$/,
  image: /^(?:href|xlink:?href)$/,
  feimage: /^(?:href|xlink:?href)$/,
}
/** Properties by which components of other people show pictures. */
const SHOWING_PROPERTY =
  /^(?:src|srcset|image|img|photo|picture|avatar|cover|poster|thumb|thumbnail|logo|icon|bg|background|placeholder)(?:src|url|image|img|source)?$|^(?:image|img|background|bg|photo|picture)[A-Z]\w*$/i

/**
 * @param element its name as written, e.g. `img`, `Card`, `motion.img`
 * @param foreign whether it is a component of a package
 */
export const attributeUse = (element: string, attribute: string, foreign: boolean): AttributeUse => {
  const last = element.slice(element.lastIndexOf('.') + 1)
  const name = attribute.toLowerCase()
  if (name === 'key' || name === ':key') return { kind: 'ignored' }
  const isElement = /^[a-z][a-zA-Z]*\d?$/.test(last)
  if (isElement) {
    if (SHOWN[last.toLowerCase()]?.test(name)) return { kind: 'shown' }
    if (name === 'style') return { kind: 'ignored' }
    return { kind: 'refused', reason: reasonFor(last, name) }
  }
  if (!foreign) return { kind: 'passed' }
  return SHOWING_PROPERTY.test(attribute)
    ? { kind: 'shown' }
    : { kind: 'refused', reason: `\`<${element} ${attribute}>\` of a package may do more with it than show it` }
}

const reasonFor = (element: string, attribute: string): string => {
  if (element === 'a') return 'a link opens it'
  if (element === 'meta') return 'a preview (og:image) uses it'
  if (element === 'link') return 'an icon or preload uses it'
  return `\`<${element} ${attribute}>\` does not show it`
}
