import type { Refusal } from '../../../model/actuator.js'
import type { Observation } from '../../../model/observation.js'
import type { NameKind } from '../../html/rule-names.js'
import { withoutComments } from '../../html/without-comments.js'
import { KnownNames } from './known-names.js'
import type { ProjectTexts } from './project-texts.js'
import { addScript } from './script-names.js'

const SCRIPT = /\.[cm]?[jt]sx?$/i
const INLINE_SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script/gi
/** Options of a script that are written in a page, or in a file of data. */
const OPTIONS = /\sdata-[\w-]+\s*=\s*(?:"[^"]*"|'[^']*')/gi
/** Where a style sheet takes names from another one: what they name has to be there. */
const TAKEN_FROM_OTHERS =
  /@(?:extend|apply|include|mixin)\s+[^;{}]+|\bcomposes\s*:\s*[^;{}]+|(?<=[;{}\s])[.#][\w-]+\s*(?:\([^(){}]*\)\s*)?(?:!important\s*)?;/g

/** What HTML puts there though nobody writes it, and headings, whose number is often found out. */
const IMPLIED = new Set(['html', 'head', 'body', 'tbody', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/** What stands in attributes is also set by names of their own in scripts: `dataset.fooBar`, `ariaLabel`. */
const attributeNames = (name: string): string[] => [
  name,
  name.replaceAll('-', ''),
  ...(name.startsWith('data-') ? [name.slice('data-'.length), name.slice('data-'.length).replaceAll('-', '')] : []),
]

/** Selectors by which the lab names elements that it saw: they are on a page, whoever put them there. */
const seenSelectors = ({ pages, otherViews }: Observation): string[] =>
  [...pages.map(({ survey }) => survey), ...otherViews].flatMap(({ images, frames = [], filled = [] }) => [
    ...images.map(({ selector }) => selector),
    ...frames.map(({ selector }) => selector),
    ...filled.map(({ id }) => id),
  ])

/** Names of everything that the texts of a project may put on a page. */
export class ProjectNames {
  readonly #names = new KnownNames()
  readonly #texts: ProjectTexts

  constructor(texts: ProjectTexts, observation: Observation) {
    this.#texts = texts
    for (const { path, text } of texts.texts) {
      if (SCRIPT.test(path)) addScript(path, text, this.#names)
      else {
        this.#names.addWords(text)
        this.#names.addOpenWords(text)
        for (const option of /\.json$/i.test(path) ? [text] : (text.match(OPTIONS) ?? [])) this.#names.addPieces(option)
        for (const [, code = ''] of text.matchAll(INLINE_SCRIPT)) addScript(`${path}.js`, code, this.#names)
      }
    }
    for (const { text } of texts.styles)
      for (const [taken] of text.matchAll(TAKEN_FROM_OTHERS)) this.#names.addWords(taken)
    for (const selector of seenSelectors(observation)) this.#names.addWords(selector)
  }

  readonly knows = (kind: NameKind, name: string): boolean => {
    if (kind === 'tag' && IMPLIED.has(name.toLowerCase())) return true
    return (kind === 'attribute' ? attributeNames(name.toLowerCase()) : [name]).some(one => this.#names.has(one))
  }

  /** Whether something else than a sheet itself may start an animation. */
  startsAnimation(name: string, sheet: string): boolean {
    const words = new RegExp(`(?<![\\w-])${name.replaceAll(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'i')
    return this.#names.has(name) || this.#texts.styles.some(({ path, text }) => path !== sheet && words.test(text))
  }
}

/** Packed by a program that writes names in another form. */
const PACKED = /\beval\s*\(\s*function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\s*,/
/** Scripts of other hosts that put nothing on a page that a style sheet could have rules for: they count visits, or only help others. */
const SHOWS_NOTHING =
  /^https?:\/\/(?:www\.googletagmanager\.com\/gtag\/js\b|(?:www|ssl)\.google-analytics\.com\/|plausible\.io\/js\/|cdn\.usefathom\.com\/|static\.cloudflareinsights\.com\/|(?:www|scripts)\.clarity\.ms\/|connect\.facebook\.net\/.+\/fbevents\.js|snap\.licdn\.com\/|bat\.bing\.com\/)|\/jquery(?:-\d[\d.]*)?(?:\.slim)?(?:\.min)?\.js(?:\?|$)/
/** Pages and templates of pages; a library's notes name scripts of other hosts as examples. */
const PAGE =
  /\.(?:html?|xhtml|shtml|php|phtml|vue|svelte|astro|ejs|hbs|handlebars|mustache|pug|twig|liquid|njk|erb|j2|tmpl|tpl)$/i
const FOREIGN_SCRIPT = /<script\b[^>]*?\ssrc\s*=\s*["']?((?:https?:)?\/\/[^\s"'>]+)/gi
/** In them, what stands in a comment for browsers long gone is run by none. */
const PLAIN_PAGE = /\.(?:html?|xhtml)$/i

/** Addresses on other hosts of scripts that a page or a template names, also in code that writes them into it. */
const foreignScriptsOf = ({ path, text }: ProjectTexts['texts'][number]): readonly string[] => {
  if (!PAGE.test(path)) return []
  const run = PLAIN_PAGE.test(path) ? withoutComments(text) : text
  return [...run.matchAll(FOREIGN_SCRIPT)].map(([, address = '']) => address)
}

/** Why it cannot be told what names a project uses; empty where it can. */
export const hazards = (
  { texts, unreadable }: ProjectTexts,
  { pages, otherViews }: Observation,
): readonly Refusal[] => {
  const foreign = new Set([
    ...texts.flatMap(foreignScriptsOf),
    ...[...pages.map(({ survey }) => survey), ...otherViews].flatMap(({ requests }) =>
      requests.flatMap(({ kind, url }) => (kind === 'script' && /^(https?:)?\/\//.test(url) ? [url] : [])),
    ),
  ])
  const hosts = new Set(
    [...foreign]
      .map(address => (address.startsWith('//') ? `https:${address}` : address))
      .filter(address => !SHOWS_NOTHING.test(address))
      .map(address => /^https?:\/\/([^/?#]+)/.exec(address)?.[1] ?? address),
  )
  return [
    ...[...hosts].toSorted().map(subject => ({
      subject,
      reason: 'sends a script that pages name: what that puts on a page cannot be told',
    })),
    ...unreadable.map(subject => ({
      subject,
      reason: 'is in an encoding that is not read: what it names is not known',
    })),
    ...texts
      .filter(({ text }) => PACKED.test(text))
      .map(({ path }) => ({ subject: path, reason: 'is packed: the names in it cannot be read' })),
  ]
}
