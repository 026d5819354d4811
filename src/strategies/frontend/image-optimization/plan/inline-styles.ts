import { allowInline, policySources } from '../../../html/content-security-policy.js'
import type { SourceText } from './project.js'

/** Whether a Content Security Policy keeps `style` attributes from working (CSP Level 3, § 6.7.3.1). */
export const forbidsInlineStyles = (policy: string): boolean => {
  const sources = policySources(policy, 'style-src-attr', 'style-src', 'default-src')
  return sources !== undefined && !allowInline(sources)
}

/** The policy that stands in a page itself; what cannot be read is taken to forbid. */
export const pageForbidsInlineStyles = (page: string): boolean =>
  [...page.matchAll(/<meta\b[^>]*content-security-policy[^>]*>/gi)].some(([tag]) => {
    const content = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag)
    return content === null || forbidsInlineStyles((content[1] ?? content[2] ?? '').replaceAll('&#39;', "'"))
  })

const MENTION = /content-security-policy(?!-report-only)|contentSecurityPolicy/gi
/** How far from its name a policy stands in a server's source or a host's configuration. */
const NEAR = 1_500
const PROSE = /\.(?:md|txt|html?)$/i
const NAMES = [
  /(?:style-src-attr|styleSrcAttr)(?![\w-])([^;\]\n]*)/,
  /(?:style-src|styleSrc)(?![\w-])([^;\]\n]*)/,
  /(?:default-src|defaultSrc)(?![\w-])([^;\]\n]*)/,
]

/**
 * The source that sends a policy by which `style` attributes do not work, or null: a server's code, a host's configuration (`_headers`,
 * `vercel.json`). One whose words cannot be found is taken to forbid, since nothing depends on them but how a picture is offered.
 */
export const headerForbidsInlineStyles = (texts: readonly SourceText[]): string | null => {
  const found = texts.find(
    ({ path, text }) =>
      !PROSE.test(path) &&
      [...text.matchAll(MENTION)].some(mention => {
        const near = text.slice(mention.index, mention.index + NEAR)
        if (/^contentSecurityPolicy\s*:\s*false/.test(near)) return false
        const sources = NAMES.map(name => name.exec(near)?.[1]).find(value => value !== undefined)
        return sources === undefined ? !/-src\b|Src\b/.test(near) : !allowInline(sources)
      }),
  )
  return found?.path ?? null
}

/** A browser's complaint about a style that a policy kept from working. */
export const complainsOfInlineStyles = (error: string): boolean =>
  /inline style|style-src/i.test(error) && /content security policy/i.test(error)
