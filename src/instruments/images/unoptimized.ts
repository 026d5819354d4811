import os from 'node:os'
import type { ReadableWorkspace } from '../../model/change.js'
import type { PageSurvey } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { mapBounded } from '../../system/map-bounded.js'
import type { OutputFormat } from './encode.js'
import type { EncodingCache } from './encoding-cache.js'
import { whileRoom } from './engine.js'
import { inspectPicture, type Picture, pixelsAt } from './inspect.js'
import { isMeant, type PictureFile, type Showing, takeInventory } from './inventory.js'
import { makeMaster } from './master.js'
import { type Checkpoint, type Encoding, encodeAt, START_QUALITY, searchQuality } from './search.js'

/** CSS pixels in which the whole picture is painted: wider than what is seen of it where a `cover` crops it. */
export const paintedWidth = ({ image }: Showing): number => image.box.width

/** Device pixels that a showing can use. */
export const usablePixels = (showing: Showing): number =>
  Math.ceil(paintedWidth(showing) * PROFILES[showing.profile].viewport.deviceScaleFactor)

/** What re-encoding a shown picture would give. */
export interface Optimizability {
  readonly file: PictureFile
  /** What it is by its content; null where it cannot be re-encoded. */
  readonly picture: Picture | null
  /** Bytes no worse than the floor, at the largest size shown; null where it cannot be re-encoded (with the reason). */
  readonly bytes: number | null
  readonly format: OutputFormat
  /** Pixels. */
  readonly width: number
  readonly reason: string | null
  readonly optimizable: boolean
}

const LEAST_SHARE = 0.1
const LEAST_BYTES = 4096

/** Whether a saving is worth having: a tenth and 4 KB, as the metric's definition says. */
export const worthSaving = (before: number, after: number): boolean =>
  before - after >= LEAST_BYTES && before - after >= before * LEAST_SHARE

/** Pictures are encoded as many at a time as there are processors, four at most: memory grows with each. */
export const PICTURES_AT_ONCE = Math.min(4, os.availableParallelism())

interface ExamineOptions {
  readonly floor: number
  readonly cache: EncodingCache
  /** What has been encoded at the floor already, by the picture's hash. */
  readonly made?: ReadonlyMap<string, readonly Encoding[]>
  /** Hashes of pictures that are not looked at. */
  readonly leftOut?: readonly string[]
  readonly checkpoint?: Checkpoint
  /** Told of each file that was seen to, with the count, e.g. `3 of 12`. */
  readonly onDone?: (file: PictureFile, counted: string) => void
}

/** Every shown picture file with what a re-encoding at the floor would weigh, by really encoding it. */
export const examineShownPictures = async (
  workspace: ReadableWorkspace,
  surveys: readonly PageSurvey[],
  options: ExamineOptions,
): Promise<readonly Optimizability[]> => {
  const { files } = await takeInventory(workspace, surveys)
  const shown = distinct(files.filter(f => f.showings.length > 0 && !options.leftOut?.includes(f.hash)))
  let done = 0
  return mapBounded(shown, PICTURES_AT_ONCE, async file => {
    const examined = await examine(workspace, file, options)
    options.onDone?.(file, `${++done} of ${shown.length}`)
    return examined
  })
}

const examine = async (
  workspace: ReadableWorkspace,
  file: PictureFile,
  { floor, cache, made, checkpoint = () => {} }: ExamineOptions,
): Promise<Optimizability> => {
  checkpoint()
  const source = await workspace.read(file.path)
  const inspection = await inspectPicture(source)
  if (!inspection.ok)
    return {
      file,
      picture: null,
      bytes: null,
      format: 'webp',
      width: 0,
      reason: inspection.reason,
      optimizable: false,
    }
  const { picture } = inspection
  const width = Math.max(1, Math.min(picture.width, Math.max(...file.showings.map(usablePixels))))
  const known = nearest(made?.get(file.hash) ?? [], width)
  if (known !== null && worthSaving(file.bytes, known.bytes)) {
    const { bytes, format } = known
    return { file, picture, bytes, format, width: known.width, reason: null, optimizable: true }
  }
  const search = {
    format: 'webp',
    floor,
    startQuality: START_QUALITY.webp,
    progressive: true,
  } as const
  const encoding = await cache.through({ source: file.hash, width, ...search, sufficient: true }, () =>
    whileRoom(pixelsAt(width, picture), async () => {
      const master = await makeMaster(source, picture, width)
      // Whether there is something to gain shows at the first quality already, where that is good enough.
      const first = await encodeAt(master, picture, search, search.startQuality)
      return first.score >= search.floor ? first : searchQuality(master, picture, search, checkpoint)
    }),
  )
  const bytes = encoding?.bytes ?? null
  const optimizable = bytes !== null && worthSaving(file.bytes, bytes)
  return { file, picture, bytes, format: 'webp', width, reason: null, optimizable }
}

/** The encoding of at least this width (else the widest) that most browsers know: WebP, else what there is. */
const nearest = (made: readonly Encoding[], width: number): Encoding | null => {
  const ascending = made.toSorted((a, b) => a.width - b.width)
  const webp = ascending.filter(encoding => encoding.format === 'webp')
  const of = webp.length > 0 ? webp : ascending
  return of.find(encoding => encoding.width >= width) ?? of.at(-1) ?? null
}

/** One file for each content, the one that pages mean, else the one with the shortest path: copies are the same picture. */
const distinct = (files: readonly PictureFile[]): PictureFile[] => {
  const byHash = new Map<string, PictureFile>()
  for (const file of files) {
    const known = byHash.get(file.hash)
    if (known === undefined || isNearer(file, known)) byHash.set(file.hash, file)
  }
  return [...byHash.values()]
}

const isNearer = (file: PictureFile, known: PictureFile): boolean =>
  isMeant(file) === isMeant(known) ? file.path.length < known.path.length : isMeant(file)

/** `unoptimized-images-ratio`: the share of shown pictures whose re-encoding is worth having; 0 where none is shown. */
export const unoptimizedRatio = (examined: readonly Optimizability[]): number =>
  examined.length === 0 ? 0 : examined.filter(e => e.optimizable).length / examined.length
