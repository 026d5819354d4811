export interface Pair {
  readonly before: string
  readonly after: string
}

/** Of the texts; `hint`: pages to which one preload may have been added in the head, and nothing else. */
export type Kind = 'page' | 'hint' | 'sheet'

/**
 * What runs in the page, and so stands by itself: whether two texts are the same to a browser, but for what a rewrite may add.
 * @returns what differs, in words; null where nothing does
 */
export function differences(pairs: readonly Pair[], kind: Kind): (string | null)[] {
  const ADDED = new Set(['srcset', 'sizes', 'width', 'height', 'style', 'loading', 'fetchpriority'])
  const nameOf = (node: Node): string => (node instanceof Element ? `<${node.localName}>` : node.nodeName)
  const isOurs = (node: Node): node is HTMLPictureElement =>
    node instanceof Element &&
    node.localName === 'picture' &&
    node.getAttribute('style') === 'display: contents' &&
    node.children.length > 1 &&
    [...node.children].slice(0, -1).every(child => child.localName === 'source' && child.hasAttribute('hidden')) &&
    node.lastElementChild?.localName === 'img' &&
    node.childNodes.length === node.children.length
  const shown = (node: Node): Node => (isOurs(node) ? node.lastElementChild! : node)

  /** The image of a background, layer by layer, as the old one with `image-set()` for some `url()`. */
  const styleDiffers = (before: CSSStyleDeclaration, after: CSSStyleDeclaration): string | null => {
    for (const name of new Set([...before, ...after])) {
      const [was, is] = [before.getPropertyValue(name), after.getPropertyValue(name)]
      if (before.getPropertyPriority(name) !== after.getPropertyPriority(name)) return `importance of ${name}`
      if (was === is) continue
      if (name !== 'background-image' || !/image-set\(/.test(is)) return `${name}: ${was} → ${is}`
      if (!/url\(/.test(was)) return `an image-set for ${was}`
    }
    return null
  }

  const attributesDiffer = (before: Element, after: Element): string | null => {
    for (const { name, value } of before.attributes) {
      const is = after.getAttribute(name)
      if (is === value) continue
      if (before.localName === 'img' && name === 'loading' && value.toLowerCase() === 'lazy' && is === 'eager') continue
      if (name === 'style' && is !== null) {
        const [a, b] = [document.createElement('p'), document.createElement('p')]
        a.setAttribute('style', value)
        b.setAttribute('style', is)
        const differs = styleDiffers(a.style, b.style)
        if (differs === null) continue
        return `style: ${differs}`
      }
      return `attribute ${name}: ${value} → ${is}`
    }
    for (const { name } of after.attributes) {
      if (before.hasAttribute(name)) continue
      if (before.localName !== 'img' || !ADDED.has(name)) return `attribute ${name} was added to ${nameOf(after)}`
    }
    return null
  }

  const sheetOf = (text: string): CSSStyleSheet => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  }

  const isAddedMedia = (rule: CSSRule | undefined): boolean =>
    rule instanceof CSSMediaRule &&
    /^\(max-width: \d+px\)$/.test(rule.conditionText) &&
    rule.cssRules.length === 1 &&
    rule.cssRules[0] instanceof CSSStyleRule &&
    [...rule.cssRules[0].style].join() === 'background-image' &&
    /image-set\(/.test(rule.cssRules[0].style.backgroundImage)

  const rulesDiffer = (before: CSSRuleList, after: CSSRuleList): string | null => {
    const left = [...before]
    const right = [...after].filter(rule => !isAddedMedia(rule))
    if (left.length !== right.length) return `${left.length} rules → ${right.length}`
    for (const [i, rule] of left.entries()) {
      const other = right[i]!
      if (rule.cssText === other.cssText) continue
      if (rule.constructor !== other.constructor) return `${rule.cssText} → ${other.cssText}`
      const [a, b] = [rule as CSSStyleRule & CSSMediaRule, other as CSSStyleRule & CSSMediaRule]
      if (a.selectorText !== b.selectorText || a.conditionText !== b.conditionText)
        return `${rule.cssText} → ${other.cssText}`
      const differs =
        (a.style && styleDiffers(a.style, b.style)) ?? (a.cssRules ? rulesDiffer(a.cssRules, b.cssRules) : null)
      if (differs !== null) return differs
    }
    return null
  }

  /** Space that is never shown. */
  const isSpaceInHead = (node: Node): boolean =>
    node.nodeType === 3 &&
    /^[\t\n\f\r ]*$/.test(node.nodeValue ?? '') &&
    /^(?:HEAD|HTML)$/.test(node.parentNode?.nodeName ?? '')

  const nodesDiffer = (before: Node, after: Node): string | null => {
    if (before.nodeType !== after.nodeType || before.nodeName !== after.nodeName)
      return `${nameOf(before)} → ${nameOf(after)}`
    if (before instanceof Element && after instanceof Element) {
      if (before.namespaceURI !== after.namespaceURI) return `namespace of ${nameOf(before)}`
      const differs = attributesDiffer(before, after)
      if (differs !== null) return differs
      if (before.localName === 'style' && before.textContent !== after.textContent)
        return rulesDiffer(sheetOf(before.textContent ?? '').cssRules, sheetOf(after.textContent ?? '').cssRules)
    } else if (before.nodeValue !== after.nodeValue)
      return `${nameOf(before)} ${JSON.stringify(before.nodeValue)} → ${JSON.stringify(after.nodeValue)}`
    if (before instanceof HTMLTemplateElement && after instanceof HTMLTemplateElement) {
      const differs = nodesDiffer(before.content, after.content)
      if (differs !== null) return differs
    }
    const kept = (node: Node) => !(kind === 'hint' && isSpaceInHead(node))
    const left = [...before.childNodes].filter(kept)
    const right = [...after.childNodes].map(shown).filter(kept)
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const [a, b] = [left[i], right[i]]
      if (!a || !b) return `in ${nameOf(before)}: ${a ? nameOf(a) : 'nothing'} → ${b ? nameOf(b) : 'nothing'}`
      const differs = nodesDiffer(a, b)
      if (differs !== null) return differs
    }
    return null
  }

  const withoutHint = (parsed: Document): string | null => {
    const [link, ...others] = parsed.querySelectorAll('link[rel=preload][as=image][href="/photos/lamp.jpg"]')
    if (!link || others.length > 0) return `${others.length + (link ? 1 : 0)} hints`
    if (link.parentNode !== parsed.head) return 'the hint is not in the head'
    link.remove()
    parsed.normalize()
    return null
  }

  const template = (text: string): Node => {
    // With scripting, `<noscript>` is text: a fragment of this document is parsed so.
    const holder = document.createElement('div')
    holder.innerHTML = text
    return holder
  }

  return pairs.map(({ before, after }) => {
    if (kind === 'sheet') return rulesDiffer(sheetOf(before).cssRules, sheetOf(after).cssRules)
    const [a, b] = [before, after].map(text => new DOMParser().parseFromString(text, 'text/html')) as [
      Document,
      Document,
    ]
    if (kind === 'hint') return withoutHint(b) ?? nodesDiffer(a, b)
    if (a.compatMode !== b.compatMode) return 'the mode of the document'
    // A quote left open in a `<noscript>` reaches to the end of the file for those without scripts alone: that page is broken to them.
    const brokenWithoutScripts = /<noscript>(?:(?!<\/noscript>)[\s\S])*="unclosed/i.test(before)
    return (brokenWithoutScripts ? null : nodesDiffer(a, b)) ?? nodesDiffer(template(before), template(after))
  })
}
