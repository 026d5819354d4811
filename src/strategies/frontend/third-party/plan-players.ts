import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Refusal, ReplacedFrame } from '../../../model/actuator.js'
import type { PageTarget } from '../../../model/target.js'
import { allowInline, metaPolicies, policySources } from '../../html/content-security-policy.js'
import { attribute } from '../../html/elements.js'
import type { ParsedPage } from '../../html/insert-in-head.js'
import { selectorOf } from '../../html/selector-of.js'
import type { ServedView } from '../../html/served-views.js'
import { hindrance, type PageCode, shownAs, targetsOf } from './plan-frames.js'
import { facadeOf, playerOf } from './stand-in.js'
import { hostOf } from './vendors.js'

/** By what the configuration orders that frames show something else. */
export const FACADE_ORDER = 'videos: facade'

/** A player in a page's HTML, and what may stand in for it. */
export interface Player {
  /** The lab's word for its element. */
  readonly selector: string
  readonly src: string
  readonly url: string
  readonly host: string | null
  /** The page that the frame holds until the player is wanted. */
  readonly facade: string
  readonly replaced: readonly ReplacedFrame[]
}

export interface PlayerPlan {
  readonly players: readonly Player[]
  readonly refusals: readonly Refusal[]
}

/** Code that speaks to players, or looks for their frames by what they show. */
const SPEAKS =
  /\bYT\s*\.\s*(?:Player|ready|get)\b|\bonYouTube|youtube(?:-nocookie)?\.com\/(?:iframe_api|player_api)|\bVimeo\s*\.\s*Player\b|player\.vimeo\.com\/api|\benablejsapi\b|\[\s*src\s*[*^$~|]?=[^\]]*(?:youtube|youtu\.be|vimeo)/i
/** … in the page itself also whatever is said to another window, or heard of one. */
const LISTENS = /\bpostMessage\b|addEventListener\(\s*['"]message['"]|\bonmessage\b/

const asks = (src: string, ...names: readonly string[]): boolean => {
  const { searchParams } = new URL(src, 'https://page.invalid')
  return names.some(name => /^(?:1|true)$/i.test(searchParams.get(name) ?? ''))
}

/** Why styles may not stand in elements, as a sentence's end; null where they may. */
const stylesForbidden = ({ elements }: ParsedPage, policyFile: string | null): string | null => {
  const forbids = metaPolicies(elements).some(policy => {
    const sources = policySources(policy, 'style-src-attr', 'style-src', 'default-src')
    return sources !== undefined && !allowInline(sources)
  })
  if (forbids) return 'the Content Security Policy of its page forbids styles in elements'
  return policyFile === null
    ? null
    : `${policyFile} sends a Content Security Policy, which may forbid styles in elements`
}

const spokenTo = (src: string, { inline, all }: PageCode, addresses: readonly string[]): string | null => {
  if (asks(src, 'enablejsapi', 'api')) return 'its address lets scripts speak to it'
  if (all.some(text => SPEAKS.test(text)) || addresses.some(address => SPEAKS.test(address)))
    return 'a script of the page speaks to players'
  return inline.some(text => LISTENS.test(text)) ? 'code of the page speaks to other windows, or listens to them' : null
}

/**
 * @param views every look at every page that is made from this HTML
 * @param o.scripts addresses of the scripts that these pages ask for
 * @param o.posterOf address of a picture of the site for a video, or null
 */
export const planPlayers = async (
  { file, pages }: { readonly file: string; readonly pages: readonly PageTarget[] },
  page: ParsedPage,
  views: readonly ServedView[],
  code: PageCode,
  o: {
    readonly scripts: readonly string[]
    readonly policyFile: string | null
    readonly posterOf: (src: string) => Promise<string | null>
  },
): Promise<PlayerPlan> => {
  const players: Player[] = []
  const refusals: Refusal[] = []
  const targets = targetsOf(page)
  const isPlayer = (one: Tree.Element): boolean =>
    one.tagName === 'iframe' && playerOf(attribute(one, 'src') ?? '') !== null
  for (const element of page.elements.filter(isPlayer)) {
    const src = attribute(element, 'src') ?? ''
    const shown = shownAs(element, page, views)
    const facade = facadeOf(element, await o.posterOf(src))
    const reason =
      hindrance(element, targets, code) ??
      spokenTo(src, code, o.scripts) ??
      (asks(src, 'autoplay', 'background') ? 'it plays by itself' : null) ??
      stylesForbidden(page, o.policyFile)
    if (reason !== null || facade === null || typeof shown === 'string') {
      refusals.push({
        subject: `${file}: ${src}`,
        reason: reason ?? (typeof shown === 'string' ? shown : 'it cannot be read'),
      })
      continue
    }
    const selector = selectorOf(element, page.elements)
    const [{ url }] = shown
    const replaced = pages.map(({ id }): ReplacedFrame => ({ page: id, selector, url, order: FACADE_ORDER }))
    players.push({ selector, src, url, host: hostOf(url), facade, replaced })
  }
  return { players, refusals }
}
