import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { PageObservation } from '../../../model/observation.js'
import { forbidsCode } from '../../html/content-security-policy.js'
import { attribute } from '../../html/elements.js'
import type { HtmlSources } from '../../html/html-source.js'
import { type ParsedPage, parsePage } from '../../html/insert-in-head.js'
import { readPage } from '../../html/page-scripts.js'
import { servedFile, spelledAddress } from '../../html/served-file.js'
import { servedPath, type TextOf } from '../../html/served-texts.js'
import { servedViews } from '../../html/served-views.js'
import type { SourceFile } from '../../html/source-pages.js'
import { type Edited, freeTags, standInFor, waitForFrames } from './edit-page.js'
import { moveToWorker, type WorkerEdit } from './edit-worker.js'
import { FOLDER, type Partytown } from './partytown.js'
import { type DistantFrame, type PageCode, planFrames } from './plan-frames.js'
import { type Player, planPlayers } from './plan-players.js'
import { type HoldingTag, planTags } from './plan-tags.js'
import { type MovableTag, planWorkerTags, type RunScript } from './plan-worker.js'
import { playerOf, standIn } from './stand-in.js'
import { isReached, vendorName } from './vendors.js'

type Context = ActuatorContext<'third-party'>

/** What of an HTML file can come later, and what can only be told. */
export interface FilePlan extends SourceFile {
  readonly views: readonly PageObservation[]
  readonly frames: readonly DistantFrame[]
  readonly tags: readonly HoldingTag[]
  readonly players: readonly Player[]
  readonly movable: readonly MovableTag[]
  /** What moves them; null where there are none. */
  readonly worker: WorkerEdit | null
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

/** What planning a file takes besides the file. */
export interface Means {
  readonly context: Context
  readonly workspace: ReadableWorkspace
  readonly textOf: TextOf
  /** A file by which a server sends a policy, or null. */
  readonly policyFile: string | null
  readonly sources: HtmlSources
  /** Where a worker's library goes, or why it cannot: as a sentence's end; null where none is asked for. */
  readonly place: WorkerPlace | string | null
}

interface Part<T> {
  readonly found: readonly T[]
  /** What is told of it, in words. */
  readonly told: readonly string[]
  readonly refusals: readonly Refusal[]
}

const UNSEEN = 'The lab does not reach it: what that saves is not measured (--allow-host lets pages reach it)'

const isMeasured = (views: FilePlan['views'], host: string | null): boolean => host === null || isReached(views, host)

/** Keeps what was found where the edit can be made. */
const ifEdited = <T>(
  file: string,
  found: readonly T[],
  edit: (found: readonly T[]) => Edited,
): Omit<Part<T>, 'told'> => {
  const tried = found.length === 0 ? null : edit(found)
  return typeof tried === 'string'
    ? { found: [], refusals: [{ subject: file, reason: tried }] }
    : { found, refusals: [] }
}

/** What runs on a page: its own code, the scripts that its HTML names, and those that were asked for when it was opened. */
const runOn = async (html: string, path: string, views: FilePlan['views'], textOf: TextOf): Promise<RunScript[]> => {
  const { scripts, handlers } = readPage(html)
  const inline = [...handlers, ...scripts.flatMap(({ src, code }) => (src === null ? [code] : []))]
  const asked = views.flatMap(({ loads, survey }) => [...loads.flatMap(({ requests }) => requests), ...survey.requests])
  const addresses = new Set([
    ...scripts.flatMap(({ src }) => (src === null ? [] : [servedPath(path, src) ?? src])),
    ...asked.flatMap(({ kind, url }) => (kind === 'script' ? [servedPath(path, url) ?? url] : [])),
  ])
  const named = await Promise.all(
    [...addresses].map(async address => ({ address, text: (await textOf(path, address)) ?? '' })),
  )
  return [...inline.map(text => ({ address: '', text })), ...named]
}

const codeOf = (run: readonly RunScript[]): PageCode => ({
  inline: run.filter(({ address }) => address === '').map(({ text }) => text),
  all: run.map(({ text }) => text),
})

const framesOf = async (
  own: SourceFile,
  page: ParsedPage,
  views: FilePlan['views'],
  code: PageCode,
  { context }: Means,
): Promise<Part<DistantFrame>> => {
  const { minimumDistance } = context.configuration.frames
  if (minimumDistance === null) return { found: [], told: [], refusals: [] }
  const { frames, refusals } = planFrames(
    own.file,
    page,
    servedViews(context.observation, own.pages),
    code,
    minimumDistance,
  )
  const far = frames.filter(({ host }) => isMeasured(views, host))
  const tried = ifEdited(own.file, far, found =>
    waitForFrames(
      page.html,
      found.map(({ selector }) => selector),
    ),
  )
  return {
    found: tried.found,
    told: frames
      .filter(one => !far.includes(one))
      .map(
        ({ src, below }) =>
          `the frame of ${vendorName(src)} is ${Math.round(below)} px below what is seen at first: loading="lazy" lets it wait. ${UNSEEN}`,
      ),
    refusals: [...refusals, ...tried.refusals],
  }
}

/** Why code may not stand in a page, as a sentence's end; null where it may. */
const codeForbidden = (page: ParsedPage, policyFile: string | null): string | null => {
  if (forbidsCode(page.elements)) return 'its Content Security Policy forbids code in the page'
  return policyFile === null ? null : `${policyFile} sends a Content Security Policy, which may forbid code in the page`
}

const tagsOf = async (
  { file, pages }: SourceFile,
  page: ParsedPage,
  views: FilePlan['views'],
  { context, textOf, policyFile }: Means,
): Promise<Part<HoldingTag>> => {
  const how = context.configuration.tags
  if (how === 'as-is' || how === 'worker') return { found: [], told: [], refusals: [] }
  const { tags, kept } = await planTags(page.html, src => textOf(pages[0].path, src))
  const reached = tags.filter(({ host }) => isMeasured(views, host))
  const forbidden = how === 'after-load' && reached.length > 0 ? codeForbidden(page, policyFile) : null
  const tried = ifEdited(
    file,
    reached,
    found =>
      forbidden ??
      freeTags(
        page.html,
        found.map(({ src }) => src),
        how,
      ),
  )
  return {
    found: tried.found,
    told: tags
      .filter(one => !reached.includes(one))
      .map(
        ({ src, tag }) =>
          `${tag.name} (${src}) holds up the page and may come at any time: \`async\` in its tag. ${UNSEEN}`,
      ),
    refusals: [...kept.map(({ subject, reason }) => ({ subject: `${file}: ${subject}`, reason })), ...tried.refusals],
  }
}

/** A picture of the site that is named as a video is: `<id>.jpg`. */
const posterOf = async (src: string, { context: { target }, workspace }: Means): Promise<string | null> => {
  const id = /\/(?:embed|video)\/([\w-]+)/.exec(src)?.[1]
  const pictures = ['', '/img', '/images', '/assets', '/posters', '/videos'].flatMap(folder =>
    ['avif', 'webp', 'jpg', 'png'].map(type => `${folder}/${id}.${type}`),
  )
  for (const picture of id === undefined ? [] : pictures) {
    if ((await servedFile(target, workspace, picture)) !== null) return picture
  }
  return null
}

/** What is told of players that stay as they are. */
const toldOfPlayers = async (page: ParsedPage, means: Means, why: string): Promise<readonly string[]> => {
  const told: string[] = []
  for (const frame of page.elements.filter(({ tagName }) => tagName === 'iframe')) {
    const src = attribute(frame, 'src') ?? ''
    const written = playerOf(src) === null ? null : standIn(frame, await posterOf(src, means))
    if (written !== null)
      told.push(
        `a player of ${playerOf(src)} is loaded whether it is wanted or not. This shows a button of its size until then: ${written}${why}`,
      )
  }
  return told
}

const playersOf = async (
  own: SourceFile,
  page: ParsedPage,
  views: FilePlan['views'],
  run: readonly RunScript[],
  means: Means,
): Promise<Part<Player>> => {
  const { context, policyFile } = means
  const { videos } = context.configuration
  if (videos === 'as-is') return { found: [], told: [], refusals: [] }
  if (videos === 'told') return { found: [], told: await toldOfPlayers(page, means, ''), refusals: [] }
  const { players, refusals } = await planPlayers(own, page, servedViews(context.observation, own.pages), codeOf(run), {
    scripts: run.map(({ address }) => address),
    policyFile,
    posterOf: src => posterOf(src, means),
  })
  const reached = players.filter(({ host }) => isMeasured(views, host))
  const tried = ifEdited(own.file, reached, found => standInFor(page.html, found))
  return {
    found: tried.found,
    told: players.length > reached.length ? await toldOfPlayers(page, means, `. ${UNSEEN}`) : [],
    refusals: [...refusals, ...tried.refusals],
  }
}

/** Where the files of a worker's library go, and the library. */
export interface WorkerPlace {
  /** A folder of the project. */
  readonly folder: string
  readonly library: Partytown
}

/** How a page names the library's folder; null where pages that are made from one file would have to name it differently. */
const libraryAddress = async (
  { pages }: SourceFile,
  html: string,
  { context, sources }: Means,
): Promise<string | null> => {
  const spelled = await Promise.all(
    pages.map(async page => {
      const source = await sources.of(page)
      if (typeof source === 'string') return null
      return spelledAddress(`/${FOLDER}/`, { source, html, page, serve: context.target.serve }).replace(/\/?$/, '/')
    }),
  )
  const [first, ...others] = new Set(spelled)
  return others.length > 0 ? null : (first ?? null)
}

const workerOf = async (
  own: SourceFile,
  page: ParsedPage,
  views: FilePlan['views'],
  run: readonly RunScript[],
  means: Means,
): Promise<Part<MovableTag> & { readonly edit: WorkerEdit | null }> => {
  const { context, policyFile, place } = means
  if (place === null) return { found: [], told: [], refusals: [], edit: null }
  const { workerScripts } = context.configuration
  const { tags, setUp, refusals } = planWorkerTags(own.file, own.pages[0].path, page, run, workerScripts, policyFile)
  const reached = tags.filter(({ host }) => isMeasured(views, host))
  const told = tags
    .filter(one => !reached.includes(one))
    .map(({ name, src }) => `${name} (${src}) may run in a worker, as Partytown’s documentation has it. ${UNSEEN}`)
  const nothing = { found: [], told, edit: null }
  if (reached.length === 0) return { ...nothing, refusals }
  const refused = (reason: string) => ({ ...nothing, refusals: [...refusals, { subject: own.file, reason }] })
  if (typeof place === 'string') return refused(place)
  const library = await libraryAddress(own, page.html, means)
  if (library === null) return refused('its pages would have to name the library of the worker differently')
  const edit: WorkerEdit = {
    tags: [...new Set(reached.map(({ src }) => src))],
    setUp: reached.some(({ forward }) => forward.includes('gtag')) ? setUp : [],
    forward: [...new Set(reached.flatMap(({ forward }) => forward))],
    library,
  }
  const result = moveToWorker(page.html, edit, place.library.snippet)
  return typeof result === 'string' ? refused(result) : { found: reached, told, refusals, edit }
}

/** Looks for all that could come later. */
export const planFile = async (own: SourceFile, means: Means): Promise<FilePlan> => {
  const page = parsePage(await means.workspace.readText(own.file))
  const views = means.context.observation.pages.filter(view => own.pages.some(({ id }) => id === view.page.id))
  const run = await runOn(page.html, own.pages[0].path, views, means.textOf)
  const frames = await framesOf(own, page, views, codeOf(run), means)
  const tags = await tagsOf(own, page, views, means)
  const players = await playersOf(own, page, views, run, means)
  const worker = await workerOf(own, page, views, run, means)
  const parts = [frames, tags, players, worker]
  return {
    ...own,
    views,
    frames: frames.found,
    tags: tags.found,
    players: players.found,
    movable: worker.found,
    worker: worker.edit,
    findings: parts.flatMap(({ told }) => told).map(message => ({ subject: own.pages[0].path, message })),
    refusals: parts.flatMap(({ refusals }) => refusals),
  }
}
