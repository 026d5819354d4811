import { posix } from 'node:path'
import MagicString from 'magic-string'
import type { Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { sha256 } from '../../../system/hash.js'
import { policySources } from '../../html/content-security-policy.js'
import { attribute } from '../../html/elements.js'
import { HtmlSources } from '../../html/html-source.js'
import { type ParsedPage, parsePage } from '../../html/insert-in-head.js'
import { sourcePages } from '../../html/source-pages.js'
import { LICENCES, packagedFamily, packageOf } from './font-package.js'
import { type HostedSheet, hostedSheet } from './google-fonts.js'
import type { Context } from './plan.js'

/** Style sheets of fonts that another host serves, and what serves them from the site. */
export interface SelfHosting {
  readonly writes: ReadonlyMap<string, string | Buffer>
  readonly details: readonly string[]
  readonly families: readonly string[]
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

interface Link {
  readonly element: ParsedPage['elements'][number]
  readonly href: string
  readonly sheet: HostedSheet | string
}

const hostedLinks = ({ elements }: ParsedPage): Link[] =>
  elements.flatMap(element => {
    const href = attribute(element, 'href')
    if (element.tagName !== 'link' || attribute(element, 'rel') !== 'stylesheet' || href === undefined) return []
    const sheet = hostedSheet(href)
    return sheet === null ? [] : [{ element, href, sheet }]
  })

/** Whether a policy of the page itself keeps fonts or styles of its own host out. */
const isForbidden = ({ elements }: ParsedPage): boolean =>
  elements.some(element => {
    if (attribute(element, 'http-equiv')?.toLowerCase() !== 'content-security-policy') return false
    const policy = attribute(element, 'content') ?? ''
    return [policySources(policy, 'font-src', 'default-src'), policySources(policy, 'style-src', 'default-src')].some(
      sources => sources !== undefined && !/'self'|(^|\s)\*(\s|$)/.test(sources),
    )
  })

interface Served {
  readonly css: string
  readonly files: ReadonlyMap<string, Buffer>
  readonly families: readonly string[]
}

const servedSheet = async (
  root: string,
  { families, display }: HostedSheet,
): Promise<Served | { readonly missing: readonly string[] } | string> => {
  const [rules, names]: [string[], string[]] = [[], []]
  const missing: string[] = []
  const files = new Map<string, Buffer>()
  for (const family of families) {
    const found = await packagedFamily(root, family, display)
    if (typeof found === 'string') return found
    if (found === null) missing.push(packageOf(family))
    else {
      rules.push(found.css)
      names.push(`${family.family} (${found.licence})`)
      for (const [name, content] of found.files) files.set(name, content)
    }
  }
  return missing.length > 0 ? { missing } : { css: `${rules.join('\n')}\n`, files, families: names }
}

/** Places of a page's hints to hosts that it then has no more use for. */
const isHint = (element: ParsedPage['elements'][number]): boolean =>
  element.tagName === 'link' &&
  /^(preconnect|dns-prefetch)$/.test(attribute(element, 'rel') ?? '') &&
  /^(https?:)?\/\/fonts\.(googleapis|gstatic)\.com/.test(attribute(element, 'href') ?? '')

/** Takes an element out with the line that it stands on alone. */
const takeOut = (edited: MagicString, html: string, element: ParsedPage['elements'][number]): void => {
  const { startOffset, endOffset } = element.sourceCodeLocation!
  const lineStart = html.lastIndexOf('\n', startOffset - 1) + 1
  const alone = /^[ \t]*$/.test(html.slice(lineStart, startOffset)) && /^[ \t]*\r?\n/.exec(html.slice(endOffset))
  edited.remove(alone ? lineStart : startOffset, endOffset + (alone ? alone[0].length : 0))
}

/** What can be served from the site, of the style sheets of fonts that measured pages ask another host for. Edits nothing. */
export const planSelfHosting = async (
  { target, baseline, observation, configuration }: Context,
  workspace: ReadableWorkspace,
): Promise<SelfHosting> => {
  const writes = new Map<string, string | Buffer>()
  const details: string[] = []
  const families = new Set<string>()
  const findings: Finding[] = []
  const refusals = new Map<string, Refusal>()
  const refuse = (subject: string, reason: string): void => {
    refusals.set(`${subject} ${reason}`, { subject, reason })
  }
  const result = (): SelfHosting => ({
    writes,
    details,
    families: [...families],
    findings,
    refusals: [...refusals.values()],
  })
  if (!configuration.strategies.includes('self-host')) return result()
  const sources = await HtmlSources.read(target, baseline, workspace)
  const folder = target.serve.kind === 'static' ? target.serve.folder : null
  for (const { file } of (await sourcePages(sources, observation)).files) {
    const html = await workspace.readText(file)
    const page = parsePage(html)
    const edited = new MagicString(html)
    const links = hostedLinks(page)
    let replaced = 0
    for (const { element, href, sheet } of links) {
      const subject = `${file}: ${href}`
      const served = typeof sheet === 'string' ? sheet : await servedSheet(workspace.root, sheet)
      if (typeof served === 'string') refuse(subject, served)
      else if ('missing' in served)
        refuse(
          subject,
          `${served.missing.join(', ')} would give its fonts, and is not installed (its licence has to be ${LICENCES.join(' or ')})`,
        )
      else if (!configuration.selfHost)
        findings.push({
          subject,
          message: `could be served from the site with the packages that are installed: ${served.families.join(', ')} (selfHost)`,
        })
      else if (target.build || folder === null)
        refuse(
          subject,
          `a build makes the pages: import the package's style sheets there (${served.families.join(', ')})`,
        )
      else if (isForbidden(page)) refuse(subject, 'the policy of the page keeps fonts or styles of its own host out')
      else {
        const place = element.sourceCodeLocation!.attrs!.href!
        const at = posix.join(folder, 'fonts', `hosted.${sha256(served.css).slice(0, 8)}.css`)
        writes.set(at, served.css)
        for (const [name, content] of served.files) writes.set(posix.join(folder, 'fonts', name), content)
        edited.update(place.startOffset, place.endOffset, `href="${posix.relative(posix.dirname(file), at)}"`)
        for (const name of ['integrity', 'crossorigin']) {
          const other = element.sourceCodeLocation!.attrs![name]
          if (other) edited.remove(other.startOffset - 1, other.endOffset)
        }
        for (const one of served.families) families.add(one)
        details.push(`${file}: ${served.families.join(', ')} from ${at}`)
        replaced++
      }
    }
    if (replaced === 0) continue
    if (replaced === links.length) for (const element of page.elements.filter(isHint)) takeOut(edited, html, element)
    writes.set(file, edited.toString())
  }
  return result()
}
