/** Where the focus is, and how the element looks with it. */
export interface FocusStop {
  /** Role and name, e.g. `button "Buy"`; null where nothing has the focus. */
  readonly stop: string | null
  /** Whether it is a frame, or something within one. */
  readonly inFrame: boolean
  /** Whether it is the element that had it before. */
  readonly same: boolean
  /** Whether the one that had it before looked otherwise while it had; null where there was none. */
  readonly before: 'seen' | 'not seen' | null
}

interface Focused {
  readonly element: Element
  readonly look: string
}

declare global {
  var tunewrightFocus: Focused | null | undefined
}

/** Takes away what has the focus, so that the next Tab begins at the top. */
export const leaveFocus = (): void => {
  globalThis.tunewrightFocus = null
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  getSelection()?.removeAllRanges()
  scrollTo({ top: 0, left: 0, behavior: 'instant' })
}

/** Called after each Tab. A focus within a frame or a shadow tree is that of its host. */
export const focusStop = (): FocusStop => {
  const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 80)
  const lookOf = (element: Element): string => {
    const ring = (style: CSSStyleDeclaration): string =>
      [
        style.outlineStyle === 'none' || style.outlineWidth === '0px'
          ? 'no outline'
          : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`,
        style.boxShadow,
        style.borderTopColor,
        style.borderBottomColor,
        style.borderTopWidth,
        style.borderBottomWidth,
        style.backgroundColor,
        style.backgroundImage,
        style.color,
        style.textDecorationLine,
        style.textDecorationColor,
        style.fontWeight,
        style.transform,
        style.opacity,
        style.filter,
        style.clipPath,
        style.visibility,
      ].join('; ')
    const around = [element, element.parentElement, element.parentElement?.parentElement].filter(one => one != null)
    const pseudos = ['::before', '::after'].map(pseudo => ring(getComputedStyle(element, pseudo)))
    const { left, top, width, height } = element.getBoundingClientRect()
    return [
      ...around.map(one => ring(getComputedStyle(one))),
      ...pseudos,
      left + scrollX,
      top + scrollY,
      width,
      height,
    ].join(' | ')
  }
  const nameOf = (element: Element): string => {
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
    return (
      tidy(element.getAttribute('aria-label')) ||
      tidy(labels.map(label => label.innerText).join(' ')) ||
      tidy((element as HTMLElement).innerText) ||
      tidy(element.querySelector('img')?.alt) ||
      tidy(element.getAttribute('title') ?? element.getAttribute('placeholder') ?? element.getAttribute('name'))
    )
  }
  const last = globalThis.tunewrightFocus
  const active = document.activeElement
  const element = active === document.body || active === document.documentElement ? null : active
  const same = element !== null && last?.element === element
  const before =
    !last || same ? null : last.element.isConnected && lookOf(last.element) !== last.look ? 'seen' : 'not seen'
  globalThis.tunewrightFocus = element === null ? null : { element, look: lookOf(element) }
  if (element === null) return { stop: null, inFrame: false, same, before }
  const role = element.getAttribute('role') ?? (element instanceof HTMLInputElement ? element.type : element.localName)
  const inFrame = element instanceof HTMLIFrameElement
  return { stop: `${role} ${JSON.stringify(nameOf(element))}`, inFrame, same, before }
}

/** Puts the cursor into the n-th field that text is typed into (no passwords); false where there is none. */
export const enterEmptyField = (index: number): boolean => {
  const kinds =
    'input:not([type]), input[type="text"], input[type="search"], input[type="email"], input[type="tel"], input[type="url"], textarea'
  const fields = [...document.querySelectorAll<HTMLInputElement>(kinds)].filter(
    field => field.checkVisibility({ visibilityProperty: true }) && !field.disabled && !field.readOnly,
  )
  const field = fields[index]
  if (field === undefined) return false
  field.focus({ preventScroll: true })
  return document.activeElement === field
}
