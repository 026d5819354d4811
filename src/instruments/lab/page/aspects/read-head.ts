/**
 * What a page says of itself to those who do not look at it: search engines, readers, browsers, translators. A line each, with addresses as
 * paths. What comes out of a default is not said: `robots "index"` is no line.
 */
export const readHead = (): string[] => {
  const path = (url: string): string => {
    if (!URL.canParse(url, document.baseURI)) return url
    const { origin, pathname, search, href } = new URL(url, document.baseURI)
    return origin === location.origin ? pathname + search : href
  }
  const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()
  const all = <E extends Element>(selector: string): E[] => [...document.querySelectorAll<E>(selector)]

  /** The same object with its keys in order: how it is written is nobody's business. */
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    )
  }
  const structured = (text: string): string[] => {
    try {
      const parsed: unknown = JSON.parse(text)
      return (Array.isArray(parsed) ? parsed : [parsed]).map(one => `structured data ${JSON.stringify(sorted(one))}`)
    } catch {
      return ['structured data that cannot be read']
    }
  }
  const viewport = (content: string): string =>
    content
      .split(/[,;]/)
      .map(part => part.replace(/\s+/g, '').toLowerCase())
      .filter(part => part !== '')
      .sort()
      .join(', ')
  const restrictions = (content: string): string =>
    content
      .toLowerCase()
      .split(',')
      .map(tidy)
      .filter(word => word !== '' && !/^(?:all|index|follow)$/.test(word))
      .sort()
      .join(', ')

  const lines: string[] = []
  const say = (what: string, value: string): void => {
    if (value !== '') lines.push(`${what} ${JSON.stringify(value)}`)
  }
  const root = document.documentElement
  say('language', root.lang.toLowerCase())
  say('direction', root.dir.toLowerCase())
  say('encoding', document.characterSet)
  say('quirks', document.compatMode === 'BackCompat' ? 'yes' : '')
  for (const link of all<HTMLLinkElement>('link[rel][href]')) {
    const kinds = new Set(link.rel.toLowerCase().split(/\s+/))
    if (kinds.has('canonical')) say('canonical address', path(link.href))
    else if (kinds.has('alternate') && !kinds.has('stylesheet'))
      say(`alternate ${tidy(`${link.hreflang} ${link.type}`)}`, path(link.href))
    else if (kinds.has('manifest')) say('manifest', path(link.href))
    else if (kinds.has('next') || kinds.has('prev')) say(link.rel.toLowerCase(), path(link.href))
  }
  for (const meta of all<HTMLMetaElement>('meta[content]')) {
    const name = (meta.name || meta.getAttribute('property') || meta.httpEquiv).toLowerCase()
    if (/^(?:robots|googlebot|bingbot)$/.test(name)) say(name, restrictions(meta.content))
    else if (name === 'viewport') say('viewport', viewport(meta.content))
    else if (name === 'refresh') say('refresh', tidy(meta.content))
    else if (/^(?:description|author|referrer|google|color-scheme)$/.test(name)) say(name, tidy(meta.content))
    else if (/^(?:og|twitter|article|product|fb|al):/.test(name)) say(name, tidy(meta.content))
  }
  for (const script of all<HTMLScriptElement>('script[type="application/ld+json" i]'))
    lines.push(...structured(script.text))
  return lines
}
