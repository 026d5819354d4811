import path from 'node:path'
import MagicString from 'magic-string'
import sharp from 'sharp'
import { type EncodingCache, openEncodingCache } from '../../../../instruments/images/encoding-cache.js'
import { inspectPicture } from '../../../../instruments/images/inspect.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { worthSaving } from '../../../../instruments/images/unoptimized.js'
import { encodeVariants } from '../../../../instruments/images/variants.js'
import { openCoder, type VideoCoder } from '../../../../instruments/video/coder.js'
import { encodeFilm, type FilmEncoding } from '../../../../instruments/video/encode-film.js'
import { type Film, readFilm } from '../../../../instruments/video/film.js'
import type { Refusal } from '../../../../model/actuator.js'
import { messageOf, TunewrightError } from '../../../../model/errors.js'
import { sha256 } from '../../../../system/hash.js'
import { animatedWebp } from '../plan/animated-webp.js'
import { shareThatPlays, shareThatShows } from '../plan/compatibility.js'
import { leastSaving, type PipelineContext, qualityFloor, type WorkPicture } from '../plan/encode-pictures.js'
import { withBasename } from '../plan/encoded-picture.js'
import { type EncodingBudget, inTime } from '../plan/encoding-budget.js'
import { sufficientWidth } from '../plan/in-place.js'
import type { Project } from '../plan/project.js'
import { makeResolver } from '../plan/resolve.js'
import { LEAST_SHARE } from '../rename/rename-pictures.js'
import { type FilmSite, filmSites } from './film-sites.js'
import { writeFilm } from './write-film.js'

/** An animated GIF that is shown as a video. */
export interface ShownFilm {
  readonly work: WorkPicture
  /** The one to be tried first at the head. */
  readonly videos: readonly { readonly path: string; readonly encoding: FilmEncoding }[]
  readonly poster: { readonly path: string; readonly encoding: Encoding }
  /** What the smallest animated WebP weighs, or the GIF where there is none. */
  readonly asPicture: number
}

export interface ShownFilms {
  readonly films: readonly ShownFilm[]
  /** Pages after it, by path. */
  readonly texts: ReadonlyMap<string, string>
  readonly details: readonly string[]
  readonly refusals: readonly Refusal[]
}

/** Smaller ones are no burden: a video's element, poster and start cost more than they save. */
export const LEAST_BYTES = 100 * 1024

interface Request {
  /** Animated GIFs. */
  readonly works: readonly WorkPicture[]
  readonly all: readonly WorkPicture['file'][]
  readonly project: Project
  /** What pages hold now, where that is not what they held. */
  readonly texts: ReadonlyMap<string, string>
  readonly context: PipelineContext
  readonly cache: EncodingCache
  readonly budget: EncodingBudget
}

/**
 * Shows large animated GIFs as videos, where that is safe and saves what is demanded against the animated WebP. What has to stay a picture is
 * said with the reason; a film for which there was no time, or no browser, stays one without harm.
 */
export const showFilms = async (request: Request): Promise<ShownFilms> => {
  const { context, project } = request
  const refusals: Refusal[] = []
  const refuse = ({ file }: WorkPicture, reason: string): void => {
    refusals.push({ subject: file.path, reason: `no video of it: ${reason}` })
  }
  const pages = project.pages.map(page => ({ ...page, text: request.texts.get(page.path) ?? page.text }))
  const now = { ...project, pages }
  const resolve = resolverOf(request)
  const films: (ShownFilm & { readonly sites: readonly FilmSite[] })[] = []
  const coder = lazyCoder(context)
  const large = request.works.filter(({ file }) => file.bytes >= LEAST_BYTES)
  const tooFew =
    large.length > 0 &&
    Math.min(shareThatPlays(context.target.root), shareThatShows('webp', context.target.root)) < LEAST_SHARE
  try {
    for (const work of large.toSorted((a, b) => b.file.bytes - a.file.bytes)) {
      const sites = tooFew
        ? { refused: 'not every browser that the project means would play it' }
        : filmSites(work, resolve, now, context)
      if ('refused' in sites) {
        refuse(work, sites.refused)
        continue
      }
      const made = await inTime(() => filmOf(work, request, coder.get)).catch((error: unknown) => {
        if (!(error instanceof TunewrightError) || error.code === 'CANCELLED') throw error
        return { refused: messageOf(error) }
      })
      if (made === null) refuse(work, 'there was no time for it')
      else if ('refused' in made) refuse(work, made.refused)
      else films.push({ ...made, sites })
    }
  } finally {
    await coder.close()
  }
  const outputs = new Map(pages.map(({ path: page, text }) => [page, new MagicString(text)]))
  for (const film of films)
    for (const site of film.sites) outputs.get(site.file)!.overwrite(site.start, site.end, markupOf(site, film))
  return {
    films,
    texts: new Map(
      [...outputs].filter(([, output]) => output.hasChanged()).map(([page, output]) => [page, output.toString()]),
    ),
    details: films.map(describe),
    refusals,
  }
}

const describe = ({
  work,
  videos,
  poster,
  asPicture,
  sites,
}: ShownFilm & { readonly sites: readonly FilmSite[] }): string => {
  const made = videos.map(
    ({ encoding: { format, bytes, score } }) =>
      `${format === 'mp4' ? 'MP4' : 'WebM'} of ${bytes} bytes, score ${score.toFixed(3)}`,
  )
  const files = [...new Set(sites.map(({ file }) => file))].join(', ')
  return `${work.file.path} is shown as a video in ${files}: ${work.file.bytes} bytes to ${made.join('; ')}; poster of ${poster.encoding.bytes}; as an animated picture it would be ${asPicture}`
}

const markupOf = (site: FilmSite, { videos, poster }: ShownFilm): string =>
  writeFilm({
    sources: videos.map(({ path: file, encoding }) => ({ src: withBasename(site.src, file), type: encoding.type })),
    poster: withBasename(site.src, poster.path),
    kept: site.kept,
    width: site.width,
    style: site.style,
    alt: site.alt,
    fallback: lazily(site.tag),
  })

/** The image, fetched by nobody who sees the video; ids and classes are the video's now. */
const lazily = (tag: string): string =>
  tag
    .replace(/\s(?:id|class|style|loading|fetchpriority)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)/gi, '')
    .replace(/^<img/i, '<img loading="lazy"')

const resolverOf = ({ works, all }: Request) => {
  const byPath = new Map(works.map(work => [work.file.path, work]))
  const find = makeResolver(all.map(file => ({ file })))
  return (reference: string, from: string): WorkPicture | null =>
    byPath.get(find(reference, from)?.file.path ?? '') ?? null
}

/** A browser is started for the first film that is not in the cache, and keeps the frames of one at a time. */
const lazyCoder = ({ logger, progress }: PipelineContext) => {
  let opened: Promise<VideoCoder> | null = null
  let kept: Film | null = null
  return {
    get: async (film: Film): Promise<VideoCoder> => {
      progress('encoding an animated picture as a video')
      opened ??= openCoder(logger)
      const coder = await opened
      if (kept !== film) await coder.keep(film)
      kept = film
      return coder
    },
    close: async (): Promise<void> => {
      await opened?.then(coder => coder.close()).catch(() => undefined)
    },
  }
}

const filmOf = async (
  work: WorkPicture,
  request: Request,
  coderFor: (film: Film) => Promise<VideoCoder>,
): Promise<ShownFilm | { readonly refused: string }> => {
  const { context, budget } = request
  const { file, source } = work
  const kept = openEncodingCache<FilmEncoding>(path.join(context.cacheFolder, 'encodings'))
  budget.checkpoint()
  const width = sufficientWidth(work, context.configuration.responsive.densities)
  const webp = await animatedWebp(work, width, request)
  const asPicture = Math.min(file.bytes, webp?.bytes ?? file.bytes)
  const film = await readFilm(source, width)
  if ('refused' in film) return film
  const poster = await posterOf(work, film, request)
  if (poster === null) return { refused: 'its first frame makes no poster' }
  const floor = qualityFloor(context)
  const most = (1 - leastSaving(context)) * asPicture - poster.bytes
  const encodings: FilmEncoding[] = []
  for (const container of ['mp4', 'webm'] as const) {
    const key = { source: file.hash, width: film.width, film: container, floor }
    const encoding = await kept.through(key, async () =>
      encodeFilm(film, container, { coder: await coderFor(film), floor, checkpoint: budget.checkpoint }),
    )
    if (container === 'mp4' && encoding === null)
      return { refused: 'no H.264, which every browser plays, could be made of it at the quality floor' }
    // Whoever gets the larger of two must have gained as well.
    if (container === 'mp4' && (encoding!.bytes > most || !worthSaving(asPicture, encoding!.bytes + poster.bytes)))
      return {
        refused: `it would weigh ${encoding!.bytes + poster.bytes} bytes with its poster, and an animated WebP ${asPicture}`,
      }
    if (encoding !== null && encoding.bytes <= most) encodings.push(encoding)
  }
  const stem = file.path.slice(0, -path.posix.extname(file.path).length)
  const named = ({ buffer }: { buffer: Buffer }, ending: string): string =>
    `${stem}.${sha256(buffer).slice(0, 8)}.${ending}`
  return {
    work,
    videos: encodings
      .toSorted((a, b) => a.bytes - b.bytes)
      .map(encoding => ({ path: named(encoding, encoding.format), encoding })),
    poster: { path: named(poster, 'webp'), encoding: poster },
    asPicture,
  }
}

/** The first frame, which is seen until the video plays, and where it may not start by itself. */
const posterOf = async (
  { file }: WorkPicture,
  { frames, width, height }: Film,
  { context, cache, budget }: Request,
): Promise<Encoding | null> => {
  const source = await sharp(frames[0]!, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  const inspection = await inspectPicture(source)
  if (!inspection.ok) return null
  const startQuality = context.configuration.formats.webp?.quality ?? 80
  const search = {
    format: 'webp',
    floor: qualityFloor(context),
    startQuality,
    progressive: false,
    widths: [width],
  } as const
  const [poster] = await encodeVariants(
    {
      source,
      hash: `${file.hash} first frame`,
      picture: inspection.picture,
      formats: [search],
      compression: { kind: 'lossy' },
      checkpoint: budget.checkpoint,
    },
    cache,
  )
  return poster ?? null
}
