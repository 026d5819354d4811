/** Something on a page that can be tried. */
export interface Control {
  /** Tells it from others, the same at every load. */
  readonly key: string
  readonly label: string
  /** `click`: pressed; `choose`: another of its options is chosen; `link`: leads to a path. */
  readonly kind: 'click' | 'choose' | 'link'
  /** What it looks like to those who made it: controls of one kind and place have the same. */
  readonly sort: string
  /** Whether it says that it is off: not pressed, not expanded, not selected. */
  readonly isOff: boolean
  readonly isInNavigation: boolean
  /** Of links. */
  readonly path?: string
  readonly isInMain?: boolean
}

interface Held {
  readonly element: HTMLElement
  /** Its label, whichever of those it is that have the same. */
  readonly name: string
  readonly control: Control
}

declare global {
  /** What was listed in this document, in the order in which it was found. */
  var tunewrightControls: Held[] | undefined
}

/**
 * Lists what can be tried without sending a form or going elsewhere for good, in the document's order; later calls add what has appeared since.
 * Whether its label says that it does something is not looked at here.
 */
export const listControls = (): readonly Control[] => {
  const MOST = 300
  const TRIED =
    'button, summary, select, input[type="checkbox"], input[type="radio"], input[type="button"], [role="button"], [role="tab"], [role="menuitem"], [role="switch"], [role="checkbox"], [role="radio"], [aria-expanded], [aria-haspopup], [onclick], a[href]'
  const SENDS =
    '[type="submit"], [type="reset"], [type="image"], [formaction], [download], [data-method], [data-turbo-method], [data-confirm], [hx-post], [hx-put], [hx-patch], [hx-delete], [contenteditable], [target="_blank"], [rel~="nofollow"], :disabled, [aria-disabled="true"]'
  const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)
  const labelOf = (element: HTMLElement): string => {
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
    return (
      tidy(element.getAttribute('aria-label')) ||
      tidy(labels.map(label => label.innerText).join(' ')) ||
      (element instanceof HTMLSelectElement ? '' : tidy(element.innerText)) ||
      tidy(element.querySelector('img')?.alt) ||
      tidy(element.getAttribute('title') ?? element.getAttribute('value') ?? element.getAttribute('name')) ||
      element.localName
    )
  }
  const kindOf = (element: HTMLElement): Control['kind'] | null => {
    if (element.matches(SENDS) || element.closest('[inert]')) return null
    // A button of a form sends it, unless it says that it is none that does.
    const form = 'form' in element ? (element as HTMLButtonElement).form : element.closest('form')
    if (form && (element as HTMLButtonElement).type !== 'button') return null
    if (element instanceof HTMLSelectElement) return element.options.length > 1 && !element.multiple ? 'choose' : null
    if (!(element instanceof HTMLAnchorElement)) return 'click'
    if (/^(?:#?|javascript:.*)$/.test(element.getAttribute('href') ?? '')) return 'click'
    const isOwn =
      element.origin === location.origin &&
      (element.pathname !== location.pathname || element.search !== location.search)
    return isOwn && !element.hasAttribute('onclick') ? 'link' : null
  }
  const held = globalThis.tunewrightControls ?? []
  globalThis.tunewrightControls = held
  const known = new Set(held.map(({ element }) => element))
  const counts = new Map<string, number>()
  /** Which it is of those of its label so far; of one label are also those that a style sheet writes in capitals. */
  const nthOf = (kind: string, label: string): number => {
    const of = `${kind} ${label.toUpperCase()}`
    counts.set(of, (counts.get(of) ?? 0) + 1)
    return counts.get(of) as number
  }
  for (const { control, name } of held) nthOf(control.kind, name)
  for (const element of document.querySelectorAll<HTMLElement>(TRIED)) {
    if (known.has(element) || held.length >= MOST) continue
    const box = element.getBoundingClientRect()
    if (box.width === 0 || box.height === 0 || !element.checkVisibility({ visibilityProperty: true })) continue
    const kind = kindOf(element)
    if (kind === null) continue
    const name = labelOf(element)
    const nth = nthOf(kind, name)
    const off = ['aria-expanded', 'aria-pressed', 'aria-selected', 'aria-checked'].some(
      attribute => element.getAttribute(attribute) === 'false',
    )
    held.push({
      element,
      name,
      control: {
        key: `${kind} ${name} ${nth}`,
        label: nth > 1 ? `${name} (${nth})` : name,
        kind,
        sort: [
          element.localName,
          element.getAttribute('role'),
          element.className,
          element.parentElement?.className,
        ].join(' '),
        isOff: off,
        isInNavigation: element.closest('nav, [role="navigation"], [role="menubar"]') !== null,
        ...(element instanceof HTMLAnchorElement
          ? {
              path: element.pathname + element.search,
              isInMain: element.closest('main, article, [role="main"]') !== null,
            }
          : {}),
      },
    })
  }
  return held.map(({ control }) => control)
}

/** Where a control can be pressed, scrolled into view; or why it cannot. */
export type Pressable = { readonly x: number; readonly y: number } | 'gone' | 'covered'

export const whereToPress = (key: string): Pressable => {
  const element = globalThis.tunewrightControls?.find(({ control }) => control.key === key)?.element
  if (!element?.isConnected || !element.checkVisibility({ visibilityProperty: true })) return 'gone'
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
  const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
  for (const box of [element, ...element.querySelectorAll('img, svg'), ...labels].flatMap(one => [
    ...one.getClientRects(),
  ])) {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const hit = document.elementFromPoint(x, y)
    if (hit && [element, ...labels].some(one => one.contains(hit))) return { x, y }
  }
  return 'covered'
}

/** Gives a control the focus; false where it takes none. */
export const focusControl = (key: string): boolean => {
  const element = globalThis.tunewrightControls?.find(({ control }) => control.key === key)?.element
  element?.focus()
  return element !== undefined && document.activeElement === element
}

/** Chooses the next of the options that a field has; false where it is gone. */
export const chooseNext = (key: string): boolean => {
  const field = globalThis.tunewrightControls?.find(({ control }) => control.key === key)?.element
  if (!(field instanceof HTMLSelectElement) || !field.isConnected) return false
  field.selectedIndex = (field.selectedIndex + 1) % field.options.length
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
  return true
}
