/** What a visitor gets to, by a click or by a link within the page. */
export interface Reach {
  /** Controls that a click where they stand does not reach, by label. */
  readonly covered: readonly string[]
  /** Links within the page, by label, with where they lead. */
  readonly anchors: readonly string[]
}

/** Scrolls: what is read by position or photographed is to be read before. */
export const readReach = (): Reach => {
  const MOST = 200
  const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 80)
  const labelOf = (element: HTMLElement): string =>
    tidy(element.getAttribute('aria-label')) ||
    tidy(element.innerText) ||
    tidy(element.querySelector('img')?.alt) ||
    tidy(element.getAttribute('name')) ||
    element.localName
  const at = (x: number, y: number): Element | null => {
    let found = document.elementFromPoint(x, y)
    while (found?.shadowRoot) {
      const inner: Element | null = found.shadowRoot.elementFromPoint(x, y)
      if (inner === null || inner === found) break
      found = inner
    }
    return found
  }
  const isWithin = (box: DOMRect): boolean =>
    box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth

  /** The middle of each line of an element, and of its two halves: a link that breaks in two has its middle elsewhere. */
  const places = (element: Element): [number, number][] =>
    [...element.getClientRects()]
      .filter(isWithin)
      .flatMap(box =>
        [0.5, 0.25, 0.75].map((share): [number, number] => [box.left + box.width * share, box.top + box.height / 2]),
      )
  const takesClick = (element: HTMLElement): boolean => {
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
    const own = [
      element,
      ...element.querySelectorAll('*'),
      ...labels.flatMap(label => [label, ...label.querySelectorAll('*')]),
    ]
    const spots = [element, ...element.querySelectorAll('img, svg, video'), ...labels].flatMap(places)
    // Where none of it can be scrolled to, it is no question of what lies over it.
    return (
      spots.length === 0 ||
      spots.some(([x, y]) => {
        const hit = at(x, y)
        return hit !== null && (own.includes(hit) || own.some(one => one.contains(hit)))
      })
    )
  }

  const USED =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="tab"], [role="menuitem"], [onclick]'
  const covered: string[] = []
  for (const element of [...document.querySelectorAll<HTMLElement>(USED)].slice(0, MOST)) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert]')) continue
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
    if (!takesClick(element)) covered.push(labelOf(element))
  }

  const plain = (name: string): string => {
    try {
      return decodeURIComponent(name)
    } catch {
      return name
    }
  }
  const targetOf = (name: string): Element | null =>
    document.getElementById(name) ??
    document.getElementById(plain(name)) ??
    document.querySelector(`a[name="${CSS.escape(plain(name))}"]`)
  /** Whether the first line of a place is to be seen after a jump to it. */
  const isSeen = (target: Element): boolean => {
    target.scrollIntoView({ block: 'start', behavior: 'instant' })
    const [line] = [...target.getClientRects()].filter(box => box.width > 0 && box.height > 0)
    if (line === undefined) return true
    const y = line.top + Math.min(line.height / 2, 12)
    if (y < 0) return false
    const spots = [0.02, 0.3, 0.6].map(share =>
      at(line.left + Math.min(line.width - 1, Math.max(1, line.width * share)), y),
    )
    return y >= innerHeight || spots.some(hit => hit !== null && (target.contains(hit) || hit.contains(target)))
  }
  const anchors: string[] = []
  for (const link of [...document.querySelectorAll<HTMLAnchorElement>('a[href*="#"]')].slice(0, MOST)) {
    if (link.origin !== location.origin || link.pathname !== location.pathname || link.hash.length < 2) continue
    const name = link.hash.slice(1)
    const target = name === 'top' ? document.documentElement : targetOf(name)
    const leads =
      target === null
        ? 'leads nowhere'
        : !target.checkVisibility()
          ? 'leads to what is not shown'
          : isSeen(target)
            ? 'leads there'
            : 'leads to what lies covered'
    anchors.push(`“${labelOf(link)}” (#${plain(name)}) ${leads}`)
  }
  scrollTo({ top: 0, left: 0, behavior: 'instant' })
  return { covered, anchors }
}
