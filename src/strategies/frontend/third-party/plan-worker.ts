import type { Refusal } from '../../../model/actuator.js'
import { metaPolicies } from '../../html/content-security-policy.js'
import { mentions, readInlineCode } from '../../html/inline-code.js'
import type { ParsedPage } from '../../html/insert-in-head.js'
import { type PageScript, readPage } from '../../html/page-scripts.js'
import { servedPath } from '../../html/served-texts.js'
import type { ThirdParty } from './configuration.js'
import type { WorkerEdit } from './edit-worker.js'
import { knownTag } from './known-tags.js'
import { isGoogleSetUp, usedOtherwise } from './spoken-by.js'
import { hostOf } from './vendors.js'
import { CONSENT, type WorkerTag, workerTag } from './worker-tags.js'

/** A script of a page that may run in a worker. */
export interface MovableTag extends WorkerTag {
  readonly src: string
  /** Path on the page's own host, or the whole address. */
  readonly url: string
  /** Null for the page's own. */
  readonly host: string | null
}

export interface WorkerPlan {
  readonly tags: readonly MovableTag[]
  readonly setUp: WorkerEdit['setUp']
  readonly refusals: readonly Refusal[]
}

/** A script that a page runs: where it comes from, and what it says, as far as that can be read. */
export interface RunScript {
  /** Empty for code in the page itself. */
  readonly address: string
  readonly text: string
}

/** What a tag may say of itself and still be the same in a worker. */
const PLAIN = new Set(['src', 'async', 'defer', 'type', 'charset', 'crossorigin', 'fetchpriority'])
const STANDS_THERE = /\bdocument\s*\.\s*(?:write(?:ln)?|currentScript)\b/

const rootsOf = (forward: readonly string[]): string[] => forward.map(one => one.split('.')[0]!)

/** Why a script of the site cannot run apart from the page, as a sentence's end; null where it can. */
const boundToPage = (text: string | null, { forward }: WorkerTag, others: readonly RunScript[]): string | null => {
  const read = text === null ? null : readInlineCode(text)
  if (text === null || read === null) return 'it cannot be read'
  if (STANDS_THERE.test(text)) return 'it asks where it stands in the page, or writes there'
  const roots = rootsOf(forward)
  const needs = read.needs.find(name => !roots.includes(name))
  if (needs !== undefined) return `it needs ${needs}, which other code of the page makes`
  const used = read.makes.find(name => !roots.includes(name) && others.some(one => mentions(one.text, name)))
  return used === undefined ? null : `other code of the page uses ${used}, which it makes`
}

/** Why no tag of a page may go into a worker, as a sentence's end; null where some may. */
const pageForbids = (
  { html, elements }: ParsedPage,
  policyFile: string | null,
  run: readonly RunScript[],
): string | null => {
  if (metaPolicies(elements).length > 0)
    return 'its Content Security Policy may forbid code in the page, workers, or what those are made of'
  if (policyFile !== null) return `${policyFile} sends a Content Security Policy, which may forbid workers`
  if (/text\/partytown/i.test(html)) return 'it has tags in a worker already'
  if (CONSENT.test(html) || run.some(({ address, text }) => CONSENT.test(address) || CONSENT.test(text)))
    return 'a consent banner decides which of its tags may run, by changing them'
  return null
}

/**
 * The scripts of a page that may run in a worker, and why others may not.
 * @param run all that runs on the pages that are made from this HTML
 */
export const planWorkerTags = (
  file: string,
  path: string,
  page: ParsedPage,
  run: readonly RunScript[],
  own: ThirdParty['workerScripts'],
  policyFile: string | null,
): WorkerPlan => {
  const { scripts } = readPage(page.html)
  const refusals: Refusal[] = []
  const tags: MovableTag[] = []
  const forbidden = pageForbids(page, policyFile, run)
  const setUps = scripts.filter(({ src, code }) => src === null && isGoogleSetUp(code))
  for (const script of scripts) {
    const { src } = script
    if (src === null) continue
    const url = servedPath(path, src) ?? (src.startsWith('//') ? `https:${src}` : src)
    const ofSite = own.find(one => one.src === url)
    const tag = ofSite ? { name: src, forward: ofSite.forward } : workerTag(src)
    if (tag === null) continue
    const reason =
      typeof tag === 'string'
        ? tag
        : (forbidden ?? hindrance(script, page, url, tag, run, setUps, ofSite !== undefined))
    if (typeof tag === 'string' || reason !== null)
      refusals.push({ subject: `${file}: ${src}`, reason: `it does not go into a worker: ${reason}` })
    else tags.push({ ...tag, src, url, host: hostOf(url) })
  }
  const isGoogle = tags.some(({ forward }) => forward.includes('gtag'))
  return { tags, setUp: isGoogle ? setUps.map(({ code }) => code) : [], refusals }
}

const hindrance = (
  script: PageScript,
  { elements }: ParsedPage,
  url: string,
  tag: WorkerTag,
  run: readonly RunScript[],
  setUps: readonly PageScript[],
  isOfSite: boolean,
): string | null => {
  const element = elements.find(one => one.sourceCodeLocation?.startOffset === script.location.startOffset)
  const said = element?.attrs.find(({ name, value }) => !PLAIN.has(name) || (name === 'type' && /module/i.test(value)))
  if (element === undefined || said !== undefined)
    return `its tag says ${said?.name ?? 'something else'}, which a worker does not go by`
  const goes = tag.forward.includes('gtag') ? setUps.map(({ code }) => code) : []
  const others = run.filter(({ address, text }) => address !== url && !(address === '' && goes.includes(text)))
  for (const { address, text } of others) {
    const used = usedOtherwise(text, tag.forward)
    if (used !== null)
      return `${address === '' ? 'code of the page' : address} uses ${used} otherwise than by calls that can be handed on`
  }
  if (isOfSite) return boundToPage(run.find(({ address }) => address === url)?.text ?? null, tag, others)
  const roots = rootsOf(tag.forward)
  const used = knownTag(url)?.globals.find(
    name => !roots.includes(name) && others.some(({ text }) => mentions(text, name)),
  )
  return used === undefined ? null : `code of the page uses ${used}, which is made in the worker then`
}
