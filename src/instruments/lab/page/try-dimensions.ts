import type { DimensionTrial } from '../../../model/observation.js'

/**
 * Gives pictures without dimensions some, one after the other and for a moment, and says what moved; and what the page's rules say of their
 * sizes in viewports and states that nobody has seen. The page is to be read no more after it.
 * @param selectors of `<img>` elements; one that finds none, or one whose picture is not there, gets no trial
 * @param missing whether a style sheet has not come
 * @param harmless source of a regular expression: addresses of style sheets that say nothing of pictures
 */
export const tryDimensions = (
  selectors: readonly string[],
  missing: boolean,
  harmless: string,
): [selector: string, trial: DimensionTrial][] => {
  type Property = keyof NonNullable<DimensionTrial['styles']>
  const PROPERTIES: readonly (readonly [name: string, property: Property])[] = [
    ['width', 'width'],
    ['inline-size', 'width'],
    ['height', 'height'],
    ['block-size', 'height'],
    ...['min-width', 'max-width', 'min-inline-size', 'max-inline-size'].map(name => [name, 'widthLimits'] as const),
    ...['min-height', 'max-height', 'min-block-size', 'max-block-size'].map(name => [name, 'heightLimits'] as const),
    ['aspect-ratio', 'aspectRatio'],
  ]
  /** Each makes the page be laid out six times. */
  const MOST = 150
  /** Leaves it to what there is besides: attributes, a rule of the browser's. */
  const UNDECIDED = /^(?:initial|unset|revert|revert-layer)$/
  const NO_LENGTH = /^(?:auto|none|0(?:px)?)$/
  /** Pseudo-classes that hold for as long as the document stays as it is. */
  const LASTING =
    /:(?:is|where|not|root|has|empty|(?:first|last|only)-(?:child|of-type)|nth-(?:last-)?(?:child|of-type))(?![\w-])/g

  interface SizeRule {
    readonly selectors: readonly string[]
    readonly style: CSSStyleDeclaration
    readonly conditional: boolean
  }
  const rules: SizeRule[] = []
  let unreadable = missing
  const isAbout = (address: string | null): boolean => !new RegExp(harmless, 'i').test(address ?? '')

  /** Splits at characters that stand in no bracket and no quotes. */
  const split = (text: string, at: RegExp): string[] => {
    const parts: string[] = []
    let [depth, quote, current] = [0, '', '']
    for (const char of text) {
      if (quote !== '') quote = char === quote ? '' : quote
      else if (char === '"' || char === "'") quote = char
      else if (char === '(' || char === '[') depth++
      else if (char === ')' || char === ']') depth--
      if (depth === 0 && quote === '' && at.test(char)) {
        parts.push(current)
        current = ''
      } else current += char
    }
    return [...parts, current].map(part => part.trim()).filter(part => part !== '')
  }

  const isConditional = (media: string): boolean => !/^(?:|all|screen)$/.test(media.trim())
  const readSheet = (sheet: CSSStyleSheet | null, conditional: boolean): void => {
    let list: CSSRuleList
    try {
      list = sheet!.cssRules
    } catch {
      unreadable = true
      return
    }
    readRules(list, conditional || isConditional(sheet!.media.mediaText), null)
  }
  const readRules = (list: CSSRuleList, conditional: boolean, around: string | null): void => {
    for (const rule of list) {
      if (rule instanceof CSSStyleRule) {
        const own = split(rule.selectorText, /,/)
        const above =
          around === null
            ? own
            : own.map(one => (one.includes('&') ? one.replaceAll('&', `:is(${around})`) : `:is(${around}) ${one}`))
        if (PROPERTIES.some(([name]) => rule.style.getPropertyValue(name) !== ''))
          rules.push({ selectors: above, style: rule.style, conditional })
        readRules(rule.cssRules, conditional, above.join(', '))
      } else if (rule instanceof CSSImportRule) {
        if (!isAbout(rule.href)) continue
        readSheet(rule.styleSheet, conditional || isConditional(rule.media.mediaText))
      } else if ('style' in rule && around !== null) {
        // What stands after a nested rule.
        rules.push({ selectors: [around], style: rule.style as CSSStyleDeclaration, conditional })
      } else if ('cssRules' in rule) {
        const layer = rule.constructor.name === 'CSSLayerBlockRule'
        readRules(rule.cssRules as CSSRuleList, conditional || !layer, around)
      }
    }
  }
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
    if (!sheet.disabled && isAbout(sheet.href)) readSheet(sheet, false)
  }
  // One that did not come has no sheet at all.
  for (const link of document.querySelectorAll<HTMLLinkElement>(
    'link[rel~="stylesheet" i]:not([rel~="alternate" i])',
  )) {
    if (link.sheet === null && !link.disabled && isAbout(link.href)) unreadable = true
  }

  const matches = (element: Element, selector: string): boolean => {
    try {
      return element.matches(selector)
    } catch {
      return true
    }
  }
  const withoutState = new Map<string, string>()
  /** A selector without its pseudo-classes: whatever state the element may come to where it is. */
  const stateless = (selector: string): string => {
    const known = withoutState.get(selector)
    if (known !== undefined) return known
    let bare = selector
    for (let before = ''; before !== bare; ) {
      before = bare
      bare = bare.replace(/:[\w-]+(?:\([^()]*\))?|\([^()]*\)/, (_, at: number, whole: string) =>
        /[^\s>+~(,]$/.test(whole.slice(0, at)) ? '' : '*',
      )
    }
    withoutState.set(selector, bare)
    return bare
  }
  /** Its last part alone: whatever place it may come to as well. */
  const barest = (selector: string): string => stateless(split(selector, /[\s>+~]/).at(-1) ?? '*')
  const ofElement = /::|:(?:before|after|first-line|first-letter)\b/

  const stylesOf = (element: HTMLImageElement): DimensionTrial['styles'] => {
    if (unreadable) return null
    const none = { always: false, length: false }
    const found: Record<Property, { always: boolean; length: boolean }> = {
      width: { ...none },
      height: { ...none },
      widthLimits: { ...none },
      heightLimits: { ...none },
      aspectRatio: { ...none },
    }
    const take = (style: CSSStyleDeclaration, always: boolean): void => {
      for (const [name, property] of PROPERTIES) {
        const value = style.getPropertyValue(name).trim().toLowerCase()
        if (value === '' || UNDECIDED.test(value)) continue
        if (always && value !== 'inherit') found[property].always = true
        if (!NO_LENGTH.test(value)) found[property].length = true
      }
    }
    for (const { selectors: list, style, conditional } of rules) {
      const own = list.filter(one => !ofElement.test(one))
      const here = own.filter(one => matches(element, one))
      if (here.length > 0) take(style, !conditional && here.some(one => !one.replace(LASTING, '').includes(':')))
      else if (own.some(one => matches(element, barest(one)))) take(style, false)
    }
    take(element.style, true)
    return found
  }

  const HEIGHTS = ['height', 'block-size', 'min-height', 'max-height', 'min-block-size', 'max-block-size']
  const says = (style: CSSStyleDeclaration, name: string): boolean => {
    const value = style.getPropertyValue(name).trim().toLowerCase()
    return value !== '' && !UNDECIDED.test(value) && !NO_LENGTH.test(value)
  }
  const saysHeightAlone = (style: CSSStyleDeclaration): boolean =>
    HEIGHTS.some(name => says(style, name)) &&
    ['width', 'inline-size'].every(name => style.getPropertyValue(name) === '')
  const finds = ({ selectors: list }: SizeRule, element: Element): boolean =>
    list.some(one => !ofElement.test(one) && matches(element, stateless(one)))
  /** A largest width that holds in every viewport and state; null where there is none, or it depends on one. */
  const lastingLimit = (element: HTMLElement): number | null => {
    const limits = ['max-width', 'max-inline-size']
    const own = rules.filter(
      rule => limits.some(name => rule.style.getPropertyValue(name) !== '') && finds(rule, element),
    )
    const lasts = own.every(
      ({ conditional, selectors: list, style }) =>
        !conditional &&
        list.every(one => stateless(one) === one) &&
        limits.every(name => /^(?:|[\d.]+(?:px|rem|em|ch))$/.test(style.getPropertyValue(name).trim())),
    )
    const { maxWidth, display } = getComputedStyle(element)
    const pixels = Number.parseFloat(maxWidth)
    return own.length > 0 && lasts && pixels > 0 && !/^(?:inline|contents)$/.test(display) ? pixels : null
  }
  /** Whether a box is never wider than the one that it stands in. */
  const staysInside = (element: HTMLElement): boolean => {
    const { position, marginLeft, marginRight, overflowX } = getComputedStyle(element)
    const width = element.computedStyleMap().get('width')?.toString() ?? ''
    return (
      /^(?:static|relative|sticky)$/.test(position) &&
      /^(?:auto|(?:100|\d\d?(?:\.\d+)?)%)$/.test(width) &&
      Number.parseFloat(marginLeft) >= 0 &&
      Number.parseFloat(marginRight) >= 0 &&
      !/^(?:auto|scroll)$/.test(overflowX)
    )
  }
  const hereOf = (element: HTMLImageElement): Omit<NonNullable<DimensionTrial['here']>, 'room'> => {
    const own = rules.filter(rule => finds(rule, element))
    const styles = [element.style, ...own.map(({ style }) => style)]
    const isAutomatic = (side: string): boolean => element.computedStyleMap().get(side)?.toString() === 'auto'
    return {
      automatic: { width: isAutomatic('width'), height: isAutomatic('height') },
      heightAlone: styles.some(saysHeightAlone),
      aspectRatio: styles.some(style => says(style, 'aspect-ratio')),
    }
  }

  const placeOf = (element: Element): number[] => {
    const root = document.documentElement
    return [element, element.parentElement ?? element]
      .map(one => one.getBoundingClientRect())
      .flatMap(({ x, y, width, height }) => [x, y, width, height])
      .concat(root.scrollWidth, root.scrollHeight)
  }
  /** Whether all is where it was while something is changed. */
  const stays = (element: HTMLImageElement, change: () => void): boolean => {
    const kept = ['width', 'height', 'style'].map(name => [name, element.getAttribute(name)] as const)
    // A transition would show the old size for a while.
    element.style.setProperty('transition', 'none', 'important')
    const before = placeOf(element)
    change()
    const after = placeOf(element)
    for (const [name, value] of kept) {
      if (value === null) element.removeAttribute(name)
      else element.setAttribute(name, value)
    }
    return before.every((value, index) => Math.abs(value - after[index]!) < 0.01)
  }

  /** As far as its width says nothing to what is around it: there, pictures of other widths are as wide. */
  const roomOf = (element: HTMLImageElement, ratio: () => void): { room?: number } => {
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      const room = lastingLimit(at)
      const asWide = (): void => {
        element.setAttribute('width', String(Math.ceil(room ?? 0)))
        ratio()
      }
      if (room !== null) return stays(element, asWide) ? { room } : {}
      if (!staysInside(at)) return {}
    }
    return {}
  }

  return selectors.slice(0, MOST).flatMap((selector): [string, DimensionTrial][] => {
    const element = document.querySelector(selector)
    if (!(element instanceof HTMLImageElement) || element.naturalWidth === 0 || element.naturalHeight === 0) return []
    const natural = { width: element.naturalWidth, height: element.naturalHeight }
    const own = Number(element.getAttribute('width') ?? Number.NaN)
    const size =
      own > 0 ? { width: own, height: Math.max(1, Math.round((own * natural.height) / natural.width)) } : natural
    const ratio = (): void => element.style.setProperty('aspect-ratio', `auto ${natural.width} / ${natural.height}`)
    const wide = (): void => element.setAttribute('width', String(size.width))
    return [
      [
        selector,
        {
          natural,
          size,
          stays: {
            attributes: stays(element, () => {
              wide()
              element.setAttribute('height', String(size.height))
            }),
            width: stays(element, () => {
              wide()
              ratio()
            }),
            ratio: stays(element, ratio),
          },
          styles: stylesOf(element),
          here: { ...hereOf(element), ...roomOf(element, ratio) },
        },
      ],
    ]
  })
}
