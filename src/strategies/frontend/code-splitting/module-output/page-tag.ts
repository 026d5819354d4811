import MagicString from 'magic-string'
import { parse, type Token, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { metaPolicies, policySources } from '../../../html/content-security-policy.js'
import { attribute, shownElements } from '../../../html/elements.js'
import { mentions } from '../../../html/inline-code.js'
import { type PageScript, readPage } from '../../../html/page-scripts.js'

/** The bundle as a page may load it. */
export interface LoadedBundle {
  /** Whether an address in the page is that of the bundle. */
  isAt(address: string): boolean
  /** Whether a text names it. */
  isNamedIn(text: string): boolean
  /** A global that pages could use, and modules do not make; null where it makes none that is of use. */
  readonly global: string | null
  /** Written as an ES module already, so that a classic script makes globals of what it declares. */
  readonly isModule: boolean
  /** It writes into the page where it stands. */
  readonly writes: boolean
}

/** Attributes of the tag that mean the same for a module, or are taken out. */
const KNOWN = /^(src|defer|async|type|charset|nonce|crossorigin|fetchpriority|referrerpolicy|id|class|data-[\w-]+)$/

const namesOf = ({ location }: PageScript): readonly string[] => Object.keys(location.startTag.attrs ?? {})

/** Why a policy may keep out files of the page's own host that are asked for by a script, or null. */
export const policyHazard = (policy: string): string | null => {
  const sources = policySources(policy, 'script-src-elem', 'script-src', 'default-src')
  if (sources === undefined) return null
  return sources.includes("'self'") && !sources.includes("'strict-dynamic'")
    ? null
    : 'its Content Security Policy does not let in every script of its own host'
}

const pageHazard = (elements: readonly Tree.Element[]): string | null => {
  const scripts = elements.filter(({ tagName }) => tagName === 'script')
  if (scripts.some(one => attribute(one, 'nomodule') !== undefined))
    return 'it has scripts for browsers that do not know modules (nomodule)'
  if (scripts.some(one => attribute(one, 'type')?.trim().toLowerCase() === 'importmap'))
    return 'it has an import map, which counts only before the first module'
  if (elements.some(one => one.tagName === 'base' && attribute(one, 'href') !== undefined))
    return 'it has a base address, by which what it names is found elsewhere'
  return (
    metaPolicies(elements)
      .map(policyHazard)
      .find(one => one !== null) ?? null
  )
}

/** Why the order in which scripts run would be another, or null. What waits for the page (`defer`, modules) runs in the order of the document. */
const orderHazard = (script: PageScript, all: readonly PageScript[], { writes }: LoadedBundle): string | null => {
  if (script.kind !== 'blocking') return null
  if (script.beforeContent)
    return 'it holds up the page where it stands: only one that waits (defer), or that nothing comes after, can be a module'
  const after = all.slice(all.indexOf(script) + 1).find(({ kind }) => kind === 'inline' || kind === 'blocking')
  if (after) return `${after.src ?? 'a script in the page'} comes after it, and would run before it`
  const before = all.slice(0, all.indexOf(script)).find(({ kind }) => kind === 'waiting')
  if (before) return `${before.src ?? 'a module in the page'} waits for the page, and would run before it`
  return writes ? 'it writes into the page where it stands (document.write)' : null
}

const tagHazard = (script: PageScript, html: string, { isModule }: LoadedBundle): string | null => {
  const names = namesOf(script)
  if (names.includes('integrity')) return 'its tag has an integrity, which a changed file does not have'
  const strange = names.find(name => !KNOWN.test(name))
  if (strange !== undefined) return `its tag has ${strange}`
  return isModule && !isModuleTag(script, html) ? 'it is written as a module, and loaded as a classic script' : null
}

const isModuleTag = ({ location }: PageScript, html: string): boolean => {
  const type = location.startTag.attrs?.type
  return type !== undefined && /module/i.test(html.slice(type.startOffset, type.endOffset))
}

const START = '<script'.length

/** The attribute with the white space before it. */
const cut = (html: string, { startOffset, endOffset }: Token.Location): { start: number; end: number } => ({
  start: startOffset - (/\s*$/.exec(html.slice(0, startOffset))?.[0].length ?? 0),
  end: endOffset,
})

/**
 * Has a page load the bundle as a module.
 *
 * @returns the page, or why it cannot
 */
export const withModuleTag = (html: string, bundle: LoadedBundle): { readonly text: string } | string => {
  const elements = shownElements(parse(html, { sourceCodeLocationInfo: true }))
  const { scripts, handlers } = readPage(html)
  const loading = scripts.filter(({ src }) => src !== null && bundle.isAt(src))
  const [script] = loading
  if (script === undefined) return 'it does not name the bundle by an address that can be told'
  if (loading.length > 1) return 'it loads the bundle twice'
  const hazard = pageHazard(elements) ?? tagHazard(script, html, bundle) ?? orderHazard(script, scripts, bundle)
  if (hazard !== null) return hazard
  const { global } = bundle
  const inPage = [...handlers, ...scripts.map(({ code }) => code)]
  if (global !== null && inPage.some(code => mentions(code, global)))
    return `it uses the global ${global}, which a module does not make`
  const text = new MagicString(html)
  const { startTag, startOffset } = script.location
  if (!isModuleTag(script, html)) {
    const { type, defer } = startTag.attrs ?? {}
    if (type) text.update(type.startOffset, type.endOffset, 'type="module"')
    else text.appendLeft(startOffset + START, ' type="module"')
    // Modules wait by themselves.
    const gone = defer && cut(html, defer)
    if (gone) text.remove(gone.start, gone.end)
  }
  let named = [html.slice(startTag.startOffset, startTag.endOffset)]
  for (const element of elements) {
    const preload = element.tagName === 'link' && attribute(element, 'rel')?.toLowerCase() === 'preload'
    const location = element.sourceCodeLocation
    const rel = location?.attrs?.rel
    if (!preload || !location || !rel || !bundle.isAt(attribute(element, 'href') ?? '')) continue
    text.update(rel.startOffset, rel.endOffset, 'rel="modulepreload"')
    named = [...named, html.slice(location.startOffset, location.endOffset)]
  }
  const others = named.reduce((left, tag) => left.replace(tag, ''), html)
  return bundle.isNamedIn(others) ? 'it names the bundle elsewhere, too' : { text: text.toString() }
}

/** The attributes of the tag that loads the bundle, in order; null where there is none. */
export const tagOf = (html: string, { isAt }: Pick<LoadedBundle, 'isAt'>): string | null => {
  const script = readPage(html).scripts.find(({ src }) => src !== null && isAt(src))
  if (!script) return null
  const { attrs = {} } = script.location.startTag
  const written = Object.entries(attrs).map(([name, { startOffset, endOffset }]) => {
    const value = html
      .slice(startOffset, endOffset)
      .slice(name.length)
      .replace(/^\s*=\s*|["']/g, '')
    return `${name}=${value}`
  })
  return written.sort().join(' ')
}
