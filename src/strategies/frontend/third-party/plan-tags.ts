import { mentions, readInlineCode } from '../../html/inline-code.js'
import { type PageScript, readPage } from '../../html/page-scripts.js'
import { type KnownTag, knownTag } from './known-tags.js'
import { hostOf, vendorName } from './vendors.js'

/** A tag of another host that holds up a page. */
export interface HoldingTag {
  readonly src: string
  readonly host: string
  readonly tag: KnownTag
  readonly script: PageScript
}

export interface TagPlan {
  readonly tags: readonly HoldingTag[]
  readonly kept: readonly { readonly subject: string; readonly reason: string }[]
}

const wholeOf = (src: string): string => (src.startsWith('//') ? `https:${src}` : src)

/**
 * The tags of a page that hold it up and may come at any time, and why others may not. Whatever a page says to a tag has to go by a queue that
 * stands in the page itself, or it would be lost.
 *
 * @param textOf the text of a script of the site, null for what cannot be read
 */
export const planTags = async (html: string, textOf: (src: string) => Promise<string | null>): Promise<TagPlan> => {
  const { scripts } = readPage(html)
  const tags: HoldingTag[] = []
  const kept: { subject: string; reason: string }[] = []
  const texts = new Map<PageScript, string>()
  for (const one of scripts) if (one.src !== null) texts.set(one, (await textOf(one.src)) ?? '')
  for (const script of scripts) {
    const { src, kind } = script
    const host = src === null ? null : hostOf(wholeOf(src))
    if (src === null || host === null || kind !== 'blocking') continue
    const keep = (reason: string): void => void kept.push({ subject: src, reason })
    const tag = knownTag(src)
    if (tag === null) {
      keep(`it holds up the page, and what else needs ${vendorName(wholeOf(src))} is not known`)
      continue
    }
    const made = new Set(scripts.flatMap(one => (one.kind === 'inline' ? (readInlineCode(one.code)?.makes ?? []) : [])))
    const lost = tag.globals.find(
      name =>
        !made.has(name) &&
        scripts.some(
          one => one !== script && mentions(one.kind === 'inline' ? one.code : (texts.get(one) ?? ''), name),
        ),
    )
    if (lost !== undefined)
      keep(`code of the page uses ${lost}, for which no queue stands in the page before it has come`)
    else tags.push({ src, host, tag, script })
  }
  return { tags, kept }
}
