/** As `DeclaredFont`, with whole URLs. */
export interface SeenFont {
  readonly family: string
  readonly urls: readonly string[]
  readonly display: string
  readonly range: string
}

/** The fonts that a document's style sheets declare, in their order; of sheets that may not be read, none. */
export const declaredFonts = (): SeenFont[] => {
  const MOST = 300
  const found: SeenFont[] = []
  const read = (list: CSSRuleList, base: string): void => {
    for (const rule of list) {
      if (found.length >= MOST) return
      if (rule instanceof CSSFontFaceRule) {
        const { style } = rule
        const said = (name: string): string => style.getPropertyValue(name).trim()
        const urls = [...said('src').matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*?))\s*\)/g)]
          .map(([, double, single, plain]) => double ?? single ?? plain ?? '')
          .filter(url => !url.startsWith('data:') && URL.canParse(url, base))
          .map(url => new URL(url, base).href)
        found.push({
          family: said('font-family').replace(/^["']|["']$/g, ''),
          urls,
          display: said('font-display') || 'auto',
          range: said('unicode-range'),
        })
      } else if (rule instanceof CSSImportRule) visit(rule.styleSheet, base)
      else if (rule instanceof CSSGroupingRule) read(rule.cssRules, base)
    }
  }
  const visit = (sheet: CSSStyleSheet | null, outer: string): void => {
    try {
      if (sheet) read(sheet.cssRules, sheet.href ?? outer)
    } catch {
      // Of another origin.
    }
  }
  for (const sheet of document.styleSheets) visit(sheet, document.baseURI)
  return found
}
