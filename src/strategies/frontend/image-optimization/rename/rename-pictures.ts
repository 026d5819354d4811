import path from 'node:path'
import MagicString from 'magic-string'
import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import { hasOwnMark } from '../../../../instruments/images/own-mark.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { worthSaving } from '../../../../instruments/images/unoptimized.js'
import type { Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { animatedWebp } from '../plan/animated-webp.js'
import { shareThatShows } from '../plan/compatibility.js'
import { encodeAsFile } from '../plan/encode-as-file.js'
import { eachInTime, type PipelineContext, type WorkPicture } from '../plan/encode-pictures.js'
import { withBasename, withBasenameAsSpecifier } from '../plan/encoded-picture.js'
import type { EncodingBudget } from '../plan/encoding-budget.js'
import { planWebpImports } from '../plan/imports.js'
import { isNamedUnseen, shownAtNaturalSize, sufficientWidth } from '../plan/in-place.js'
import type { Project, SourceText } from '../plan/project.js'
import { type IsCode, wouldBeCode } from '../plan/put-into-code.js'
import { otherUse } from '../plan/references.js'
import { findSites } from './find-sites.js'
import type { Site } from './site.js'

/** A picture that is shown under another name: the old file stays, for whatever else names it. */
export interface Renamed {
  readonly work: WorkPicture
  readonly encoding: Encoding
  readonly path: string
  /** Places in sources that now name it. */
  readonly places: number
}

export interface Renaming {
  readonly renamed: readonly Renamed[]
  /** Files after it, by path. */
  readonly texts: ReadonlyMap<string, string>
  readonly details: readonly string[]
  readonly refusals: readonly Refusal[]
  readonly leftOut: readonly WorkPicture[]
  /** Pictures that have a file of ours under another name already: theirs stays as it is. */
  readonly had: ReadonlySet<WorkPicture>
}

/** Every browser that the project means has to know the format: there is no other one to choose beside it. */
export const LEAST_SHARE = 0.995

interface Request {
  readonly works: readonly WorkPicture[]
  /** Pictures that are offered in other formats somewhere: only their imports elsewhere are led to another file. */
  readonly offered: readonly WorkPicture[]
  readonly all: readonly WorkPicture['file'][]
  readonly project: Project
  /** What the project's files hold now, where that is not what they held. */
  readonly texts: ReadonlyMap<string, string>
  readonly context: PipelineContext
  readonly workspace: ReadableWorkspace
  readonly cache: EncodingCache
  readonly budget: EncodingBudget
}

/**
 * Gives pictures whose markup cannot offer a choice a second file, in WebP and of the size that their largest box needs, and leads what names them
 * to it: an import, a `require`, a string in data, an address in markup or a style.
 */
export const renamePictures = async (request: Request): Promise<Renaming> => {
  const { works, offered, project, context } = request
  const nothing: Renaming = { renamed: [], texts: new Map(), details: [], refusals: [], leftOut: [], had: new Set() }
  if (context.configuration.formats.webp === undefined || context.configuration.optimization.compression === 'lossless')
    return nothing
  const wanted = [...works, ...offered].filter(({ picture }) => picture.format !== 'webp')
  if (wanted.length === 0 || shareThatShows('webp', context.target.root) < LEAST_SHARE) return nothing
  const imports = planWebpImports(
    withTexts(project, request.texts),
    wanted.map(w => w.file.path),
  )
  const found = findSites(project, request.texts, wanted, request.all, imports)
  const names = await newNames(wanted, request.workspace)
  const had = new Set(wanted.filter(work => names.get(work)?.isOurs))
  const named = found
    .filter(site => site.kind === 'module' || !offered.includes(site.work))
    .map(site =>
      site.refused === null && site.kind === 'module'
        ? { ...site, refused: imports.refusedFor(site.file, site.byAddress ? 'address' : 'import') }
        : site,
    )
  // A preload of what some place goes on showing stays with it.
  const sites = named.filter(
    site => !site.preload || named.filter(s => s.work === site.work && !s.preload).every(s => s.refused === null),
  )
  const usable = wanted.filter(
    work => names.has(work) && sites.some(s => s.work === work && s.refused === null && !s.preload),
  )
  const isCode = wouldBeCode(
    project,
    wanted.map(w => w.file.path),
  )
  const { made, leftOut } = await eachInTime(
    usable,
    work =>
      encode(
        work,
        sites.some(s => s.work === work && s.refused === null && s.natural),
        isCode,
        request,
      ),
    (work, counted) => context.progress(`encoded as WebP, ${counted}: ${work.file.path}`),
  )
  const encodings = new Map(made.flatMap(m => (m.encoding === null ? [] : [[m.work, m.encoding] as const])))
  const edited = edit(sites, encodings, names, request)
  const renamed = [...encodings].map(
    ([work, encoding]): Renamed => ({
      work,
      encoding,
      path: names.get(work)!.path,
      places: sites.filter(s => s.work === work && s.refused === null).length,
    }),
  )
  const modules = renamed.some(({ work }) =>
    sites.some(s => s.work === work && s.refused === null && s.kind === 'module'),
  )
  const texts = new Map(edited)
  const details = renamed.map(r => describe(r, sites))
  if (modules)
    for (const { path: file, text, rules } of imports.configurations) {
      texts.set(file, text)
      details.push(...rules.map(rule => `${file}: rule for pictures ${rule}`))
    }
  const refused = sites.filter(s => s.refused !== null && !offered.includes(s.work))
  return {
    renamed,
    texts,
    details,
    // Each picture once: the same reason holds at all of its places more often than not.
    refusals: [...new Map(refused.map(s => [s.work, s])).values()].map(s => ({
      subject: s.work.file.path,
      reason: `${s.file} goes on naming it: ${s.refused}`,
    })),
    leftOut,
    had,
  }
}

/** The project as it is now: a configuration that was extended is extended further. */
const withTexts = (project: Project, texts: ReadonlyMap<string, string>): Project => {
  const now = (sources: readonly SourceText[]): readonly SourceText[] =>
    sources.map(({ path: file, text }) => ({ path: file, text: texts.get(file) ?? text }))
  return { ...project, modules: now(project.modules), others: now(project.others) }
}

const describe = ({ work, encoding, path: output }: Renamed, sites: readonly Site[]): string => {
  const files = [...new Set(sites.filter(s => s.work === work && s.refused === null).map(s => s.file))]
  const { width } = work.picture
  return `${work.file.path} is shown as ${path.posix.basename(output)} in ${files.join(', ')}: ${width === encoding.width ? '' : `${width} to `}${encoding.width} pixels wide, ${work.file.bytes} to ${encoding.bytes} bytes, score ${encoding.score.toFixed(3)}`
}

const edit = (
  sites: readonly Site[],
  encodings: ReadonlyMap<WorkPicture, Encoding>,
  names: ReadonlyMap<WorkPicture, { readonly path: string }>,
  { project, texts }: Request,
): Map<string, string> => {
  const sources = new Map(
    [...project.modules, ...project.pages, ...project.sheets, ...project.others].map(s => [s.path, s.text]),
  )
  const outputs = new Map<string, MagicString>()
  const done = new Set<string>()
  for (const site of sites) {
    const place = `${site.file} ${site.start}`
    const text = texts.get(site.file) ?? sources.get(site.file)
    if (site.refused !== null || !encodings.has(site.work) || done.has(place) || text === undefined) continue
    done.add(place)
    const output = outputs.get(site.file) ?? new MagicString(text)
    outputs.set(site.file, output)
    const named = site.kind === 'module' ? withBasenameAsSpecifier : withBasename
    output.overwrite(site.start, site.end, named(text.slice(site.start, site.end), names.get(site.work)!.path))
  }
  return new Map([...outputs].map(([file, output]) => [file, output.toString()]))
}

/** `hero.webp` beside `hero.jpg`, `hero-jpg.webp` where that is taken by another picture; a file that was made here before is ours to make again. */
const newNames = async (
  works: readonly WorkPicture[],
  workspace: ReadableWorkspace,
): Promise<ReadonlyMap<WorkPicture, { readonly path: string; readonly isOurs: boolean }>> => {
  const there = new Set(await workspace.list(['**/*.webp']))
  const given = new Set<string>()
  const names = new Map<WorkPicture, { path: string; isOurs: boolean }>()
  for (const work of works.toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1))) {
    const extension = path.posix.extname(work.file.path)
    const stem = work.file.path.slice(0, -extension.length)
    for (const name of [`${stem}.webp`, `${stem}-${extension.slice(1).toLowerCase()}.webp`]) {
      const exists = there.has(name)
      if (given.has(name) || (exists && !hasOwnMark(await workspace.read(name)))) continue
      given.add(name)
      names.set(work, { path: name, isOurs: exists })
      break
    }
  }
  return names
}

const encode = async (
  work: WorkPicture,
  natural: boolean,
  isCode: IsCode,
  { context, cache, budget, project }: Request,
): Promise<{ readonly work: WorkPicture; readonly encoding: Encoding | null }> => {
  const { file, picture } = work
  const { configuration } = context
  const width =
    natural ||
    shownAtNaturalSize(work) ||
    otherUse(file.path, project) !== null ||
    isNamedUnseen(file.path, project, context)
      ? picture.width
      : sufficientWidth(work, configuration.responsive.densities)
  const startQuality = configuration.formats.webp?.quality ?? 80
  if (work.animated !== undefined) {
    const moving = await animatedWebp(work, width, { context, cache, budget })
    return { work, encoding: moving !== null && worthSaving(file.bytes, moving.bytes) ? moving : null }
  }
  const options = { format: 'webp', startQuality, progressive: false, width, isCode, context, cache, budget } as const
  const encoding = await encodeAsFile(work, options)
  return { work, encoding: encoding !== undefined && worthSaving(file.bytes, encoding.bytes) ? encoding : null }
}
