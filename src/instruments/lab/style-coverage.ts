import postcss, { type Rule } from 'postcss'
import type { CDPSession, Protocol } from 'puppeteer-core'
import type { StyleCoverage } from '../../model/observation.js'

type Range = readonly [start: number, end: number]

const isKeyframe = (rule: Rule): boolean =>
  rule.parent?.type === 'atrule' && /keyframes$/i.test((rule.parent as { name?: string }).name ?? '')

/**
 * Bytes of a sheet that applied to something. The browser tells the rules that did, and only a rule with a selector that it does not tell
 * counts as unused: never fonts, keyframes, imports, or the space between.
 * @param used ranges of characters
 * @returns null for what cannot be read as a style sheet
 */
export const usedStyleBytes = (text: string, used: readonly Range[]): { bytes: number; usedBytes: number } | null => {
  const unused: string[] = []
  try {
    postcss.parse(text).walkRules(rule => {
      const [start, end] = [rule.source?.start?.offset, rule.source?.end?.offset]
      // A rule that holds others is weighed by those.
      if (start === undefined || end === undefined || isKeyframe(rule) || rule.some(child => child.type === 'rule'))
        return
      if (!used.some(([from, to]) => from < end && to > start)) unused.push(text.slice(start, end))
    })
  } catch {
    return null
  }
  const bytes = Buffer.byteLength(text)
  return { bytes, usedBytes: bytes - Buffer.byteLength(unused.join('')) }
}

/** Which rules of a page's style sheets apply to anything, from before its first one. */
export class StyleRecorder {
  readonly #session: CDPSession
  readonly #sheets = new Map<string, Protocol.CSS.CSSStyleSheetHeader>()
  readonly #add = ({ header }: Protocol.CSS.StyleSheetAddedEvent): void =>
    void this.#sheets.set(header.styleSheetId, header)

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('CSS.styleSheetAdded', this.#add)
  }

  static async start(session: CDPSession): Promise<StyleRecorder> {
    const recorder = new StyleRecorder(session)
    await session.send('DOM.enable')
    await session.send('CSS.enable')
    await session.send('CSS.startRuleUsageTracking')
    return recorder
  }

  /**
   * Reads what applied until now, and stops.
   * @param origin sheets of other origins and those that scripts made are left out
   * @param shorten turns a URL into the path that sheets are told by
   */
  async take(origin: string, shorten: (url: string) => string): Promise<StyleCoverage[]> {
    const session = this.#session
    const { ruleUsage } = await session.send('CSS.stopRuleUsageTracking')
    const inlineCount = new Map<string, number>()
    const coverage: StyleCoverage[] = []
    for (const [styleSheetId, { sourceURL, isInline, isConstructed, isMutable }] of this.#sheets) {
      if (isConstructed || !sourceURL.startsWith(`${origin}/`)) continue
      const path = shorten(sourceURL)
      const number = (inlineCount.get(path) ?? 0) + 1
      if (isInline) inlineCount.set(path, number)
      // What a script has changed is not what was sent.
      if (isMutable && !isInline) continue
      const text = await session.send('CSS.getStyleSheetText', { styleSheetId }).catch(() => null)
      if (text === null || text.text.trim() === '') continue
      const used = ruleUsage
        .filter(rule => rule.styleSheetId === styleSheetId && rule.used)
        .map(({ startOffset, endOffset }) => [startOffset, endOffset] as const)
      const bytes = usedStyleBytes(text.text, used)
      if (bytes) coverage.push({ url: isInline ? `${path}#inline-${number}` : path, ...bytes })
    }
    session.off('CSS.styleSheetAdded', this.#add)
    await session.send('CSS.disable')
    await session.send('DOM.disable')
    return coverage
  }
}
