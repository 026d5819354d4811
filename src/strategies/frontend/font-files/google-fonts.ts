/** A family that a style sheet of Google Fonts gives, with the faces that are asked for. */
export interface HostedFamily {
  readonly family: string
  /** Weights as written: `400`, `100..900`. */
  readonly faces: readonly { readonly weight: string; readonly italic: boolean }[]
}

export interface HostedSheet {
  readonly families: readonly HostedFamily[]
  /** `font-display` that is asked for; null where none is. */
  readonly display: string | null
}

const HOSTS = new Set(['fonts.googleapis.com', 'fonts.bunny.net'])

const unique = <T>(all: readonly T[]): T[] => [...new Map(all.map(one => [JSON.stringify(one), one])).values()]

/** `Inter:ital,wght@0,400;1,700`; axes that no package serves alone make it null. */
const familyOf = (text: string): HostedFamily | null => {
  const [family = '', spec] = text.split(':')
  if (spec === undefined) return { family, faces: [{ weight: '400', italic: false }] }
  const [axes = '', values] = spec.split('@')
  const names = axes.split(',')
  if (names.some(name => name !== 'ital' && name !== 'wght') || values === undefined) return null
  const faces = values.split(';').map(tuple => {
    const parts = tuple.split(',')
    const of = (name: string): string | undefined => parts[names.indexOf(name)]
    return { weight: of('wght') ?? '400', italic: of('ital') === '1' }
  })
  return faces.every(({ weight }) => /^\d{3}(\.\.\d{3,4})?$/.test(weight)) ? { family, faces: unique(faces) } : null
}

/** The older `css?family=Lora:400,700italic|Inter`. */
const olderFamilies = (text: string): (HostedFamily | null)[] =>
  text.split('|').map(one => {
    const [family = '', spec = '400'] = one.split(':')
    const faces = spec.split(',').map(part => {
      const found = /^(\d{3}|regular|bold)?(i|italic)?$/i.exec(part.trim())
      const weight = found?.[1] === undefined || found[1] === 'regular' ? '400' : found[1] === 'bold' ? '700' : found[1]
      return found === null ? null : { weight, italic: found[2] !== undefined }
    })
    const known = faces.filter(face => face !== null)
    return known.length === faces.length ? { family, faces: unique(known) } : null
  })

/** @returns null where it is no style sheet of such a host; why it cannot be told what it gives, as a sentence's end */
export const hostedSheet = (href: string): HostedSheet | string | null => {
  const absolute = href.startsWith('//') ? `https:${href}` : href
  const address = URL.canParse(absolute) ? new URL(absolute) : null
  if (address === null || !HOSTS.has(address.hostname)) return null
  if (/icon/i.test(address.pathname) || /material\W?(icons|symbols)/i.test(decodeURIComponent(address.search)))
    return 'it gives pictograms'
  if (address.searchParams.has('text')) return 'it gives some characters alone'
  const given = address.searchParams.getAll('family')
  const families = address.pathname === '/css2' ? given.map(familyOf) : given.flatMap(olderFamilies)
  const known = families.filter(one => one !== null)
  if (known.length === 0 || known.length < families.length)
    return 'which fonts it gives cannot be told from its address'
  return { families: known, display: address.searchParams.get('display') }
}
