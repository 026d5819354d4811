import type { ActuatorContext, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { withoutQuery } from '../../../model/pathname.js'
import { allowInline, metaPolicies, policySources } from '../../html/content-security-policy.js'
import { attribute } from '../../html/elements.js'
import type { HtmlSource } from '../../html/html-source.js'
import { type ParsedPage, parsePage } from '../../html/insert-in-head.js'
import { servedFile, spelledAddress } from '../../html/served-file.js'
import type { TextOf } from '../../html/served-texts.js'
import type { SourceFile } from '../../html/source-pages.js'
import { addTags, givePriority } from './edit-page.js'
import { firstPicture } from './first-picture.js'
import { lateModules } from './late-modules.js'
import { connectionTag, lateOrigins } from './late-origins.js'
import { moduleGraph } from './module-graph.js'
import { nextPages, speculationTag } from './next-pages.js'
import { type FilePlan, PLACES } from './plan.js'

type Context = ActuatorContext<'connection-hints'>

/** What planning a file takes besides the file. */
export interface Means {
  readonly context: Context
  readonly workspace: ReadableWorkspace
  readonly textOf: TextOf
  /** A file by which a server sends a policy, or null. */
  readonly policyFile: string | null
}

/** Below that, in ms, the order of pictures is not worth an experiment. */
const LEAST_LOST = 50

const forbids = (page: ParsedPage, allowed: RegExp, ...directives: readonly string[]): boolean =>
  metaPolicies(page.elements).some(policy => {
    const sources = policySources(policy, ...directives)
    return sources !== undefined && !allowed.test(sources)
  })

const planModules = async (
  source: HtmlSource,
  { file, pages }: SourceFile,
  page: ParsedPage,
  views: FilePlan['views'],
  { context, workspace, textOf }: Means,
): Promise<Pick<FilePlan, 'modules'> & { readonly tags: readonly string[]; readonly refusals: readonly Refusal[] }> => {
  const { minimumDelay, most, dynamic } = context.configuration.modules
  const none = (reason?: string) => ({
    modules: [],
    tags: [],
    refusals: reason === undefined ? [] : [{ subject: file, reason }],
  })
  if (most === 0) return none()
  const graph = await moduleGraph(page, withoutQuery(pages[0].path), textOf)
  if (typeof graph === 'string') return none(graph)
  const asked = lateModules(
    views,
    graph.filter(one => dynamic || !one.dynamic),
    minimumDelay,
  )
  if (asked.length === 0)
    return none(graph.length === 0 ? undefined : 'no module that it loads by way of others is asked for late each time')
  if (forbids(page, /'self'|\*|https:/, 'script-src-elem', 'script-src', 'default-src'))
    return none('its Content Security Policy may not let modules be asked for by a link')
  const named = new Set(
    page.elements.flatMap(one =>
      one.tagName === 'link' && /preload/i.test(attribute(one, 'rel') ?? '') ? [attribute(one, 'href') ?? ''] : [],
    ),
  )
  const modules: FilePlan['modules'][number][] = []
  const tags: string[] = []
  const refusals: Refusal[] = []
  for (const module of asked) {
    const href = spelledAddress(module.url, { source, html: page.html, page: pages[0], serve: context.target.serve })
    if (named.has(href) || named.has(module.url)) continue
    if ((await servedFile(context.target, workspace, module.url)) === null)
      refusals.push({
        subject: module.url,
        reason:
          'its name is the build’s, which writes no hint for it: a name written by hand would be wrong after the next build',
      })
    else if (modules.length >= most)
      refusals.push({ subject: module.url, reason: `${most} modules are asked for ahead already` })
    else {
      modules.push(module)
      tags.push(`<link rel="modulepreload" href="${href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`)
    }
  }
  return { modules, tags, refusals }
}

const planConnections = (
  { file }: SourceFile,
  page: ParsedPage,
  views: FilePlan['views'],
  { minimumDelay, most }: Context['configuration']['connections'],
): Pick<FilePlan, 'connections' | 'advice' | 'refusals'> & { readonly tags: readonly string[] } => {
  if (most === 0) return { connections: [], tags: [], advice: [], refusals: [] }
  const { late, refusals, unseen } = lateOrigins(views, minimumDelay)
  const hinted = page.elements.flatMap(one =>
    one.tagName === 'link' && /preconnect|dns-prefetch|preload/.test(attribute(one, 'rel') ?? '')
      ? [attribute(one, 'href') ?? '']
      : [],
  )
  const isHinted = (origin: string): boolean =>
    hinted.some(href => href.startsWith(origin) || (origin.endsWith(href.replace(/\/$/, '')) && href.startsWith('//')))
  const open = late.filter(({ origin }) => !isHinted(origin))
  const tagOf = (one: (typeof late)[number], index: number): string =>
    connectionTag(one, index < most ? 'preconnect' : 'dns-prefetch')
  const reached = open.filter(({ answer }) => answer !== null)
  return {
    connections: reached,
    tags: reached.map(tagOf),
    advice: [
      ...open
        .filter(({ answer }) => answer === null)
        .map((one, index) => ({
          message: `${one.origin} is asked ${one.delay} ms after the page has answered. The lab does not reach it: what ${tagOf(one, index)} saves is not measured (--allow-host lets pages reach it)`,
        })),
      ...unseen
        .filter(({ origin }) => !isHinted(origin))
        .map(one => ({
          message: `${one.by} sends browsers on to ${one.origin}, which the lab does not see: what ${connectionTag(one, 'preconnect')} saves is not measured`,
        })),
    ],
    refusals: [
      ...late
        .filter(({ origin }) => isHinted(origin))
        .map(({ origin }) => ({ subject: `${file}: ${origin}`, reason: 'the page connects to it ahead already' })),
      ...refusals.map(({ origin, reason }) => ({ subject: `${file}: ${origin}`, reason })),
    ],
  }
}

const planNextPages = (
  { file, pages }: SourceFile,
  page: ParsedPage,
  views: FilePlan['views'],
  { context: { configuration, observation, target }, policyFile }: Means,
): Pick<FilePlan, 'next' | 'advice' | 'refusals'> & { readonly tags: readonly string[] } => {
  const { most, eagerness } = configuration.nextPages
  const none = (reason?: string) => ({
    next: [],
    tags: [],
    advice: [],
    refusals: reason === undefined ? [] : [{ subject: file, reason }],
  })
  if (most === 0) return none()
  const [only, ...others] = pages
  if (others.length > 0 || (target.serve.kind === 'static' && target.serve.fallback !== undefined))
    return none(
      'several addresses have this HTML: what its links lead to may be routes of an application, and no documents',
    )
  const next = nextPages(only, page, observation.pages, target.flows ?? []).slice(0, most)
  if (next.length === 0) return none('it links to no other measured page by a link that only shows something')
  if (page.elements.some(one => attribute(one, 'type') === 'speculationrules'))
    return none('says already which pages come next')
  if (policyFile !== null)
    return none(
      `${policyFile} sends a Content Security Policy: whether that lets it say which pages come next ('inline-speculation-rules') is not known`,
    )
  const forbidden = metaPolicies(page.elements).some(policy => {
    const sources = policySources(policy, 'script-src-elem', 'script-src', 'default-src')
    return sources !== undefined && !sources.includes("'inline-speculation-rules'") && !allowInline(sources)
  })
  if (forbidden) return none("its Content Security Policy lacks 'inline-speculation-rules'")
  const tag = speculationTag(next, eagerness)
  if (views.some(({ metrics }) => metrics['next-page-paint'] !== undefined))
    return { next, tags: [tag], advice: [], refusals: [] }
  return {
    ...none(
      'no recorded flow goes on from here to another document: what asking for that ahead saves would not be measured (docs/flows.md)',
    ),
    advice: [
      {
        message: `visitors may go on to ${next.map(({ path }) => path).join(', ')}; what ${tag} saves is not measured without a recorded flow that goes on`,
      },
    ],
  }
}

/** Looks for all that a file could say. */
export const planFile = async (source: HtmlSource, own: SourceFile, means: Means): Promise<FilePlan> => {
  const { context, workspace } = means
  const html = await workspace.readText(own.file)
  const page = parsePage(html)
  const views = context.observation.pages.filter(view => own.pages.some(({ id }) => id === view.page.id))
  const refusals: Refusal[] = []
  const subject = own.file
  const modules = await planModules(source, own, page, views, means)
  const connections = planConnections(own, page, views, context.configuration.connections)
  const next = planNextPages(own, page, views, means)

  const found = context.configuration.largestPicture === 'high' ? firstPicture(views, LEAST_LOST) : null
  let picture: FilePlan['picture'] = null
  if (typeof found === 'string') refusals.push({ subject, reason: found })
  else if (found !== null) {
    const tried = givePriority(html, found.selector)
    if (typeof tried === 'string') refusals.push({ subject, reason: tried })
    else picture = found
  }
  const tags: Record<string, readonly string[]> = {}
  for (const [kind, wanted] of [
    ['modules', modules.tags],
    ['connections', connections.tags],
    ['next-pages', next.tags],
  ] as const) {
    if (wanted.length === 0) continue
    const tried = addTags(html, wanted, PLACES[kind])
    if (typeof tried === 'string') refusals.push({ subject, reason: tried })
    else tags[kind] = wanted
  }
  return {
    ...own,
    views,
    modules: tags.modules ? modules.modules : [],
    picture,
    connections: tags.connections ? connections.connections : [],
    next: tags['next-pages'] ? next.next : [],
    tags,
    advice: [...connections.advice, ...next.advice],
    refusals: [...refusals, ...modules.refusals, ...connections.refusals, ...next.refusals],
  }
}
