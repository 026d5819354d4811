import path from 'node:path'
import { inspectAnimation } from '../../../../instruments/images/animation.js'
import type { OutputFormat } from '../../../../instruments/images/encode.js'
import { type EncodingCache, openEncodingCache } from '../../../../instruments/images/encoding-cache.js'
import { inspectPicture, type Picture } from '../../../../instruments/images/inspect.js'
import type { Inventory, PictureFile, Showing } from '../../../../instruments/images/inventory.js'
import type { Encoding, SearchOptions } from '../../../../instruments/images/search.js'
import { PICTURES_AT_ONCE, worthSaving } from '../../../../instruments/images/unoptimized.js'
import { type Compression, encodeVariants } from '../../../../instruments/images/variants.js'
import type { ActuatorContext, Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { mapBounded } from '../../../../system/map-bounded.js'
import { folderShowings } from './data-pictures.js'
import { type EncodedPicture, outputPath, type Source, type SourceType } from './encoded-picture.js'
import { type EncodingBudget, inTime, proposalEffort } from './encoding-budget.js'
import type { IsCode } from './put-into-code.js'
import { refinePictures } from './refine-pictures.js'
import type { Settings } from './settings.js'
import { neededWidths, wholeWidth } from './widths.js'

export type PipelineContext = ActuatorContext<'asset-pipeline'>

/** The least score (0–1) an encoding may have: the manifest's own criterion. */
export const qualityFloor = (context: Pick<PipelineContext, 'manifest'>): number => {
  const criterion = context.manifest.validation.criteria.find(c => c.metric === 'image-quality-score' && 'minimum' in c)
  return criterion && 'minimum' in criterion ? criterion.minimum : DEFAULT_FLOOR
}
const DEFAULT_FLOOR = 0.8

export const openCache = (context: Pick<PipelineContext, 'cacheFolder'>): EncodingCache =>
  openEncodingCache(path.join(context.cacheFolder, 'encodings'))

/** A shown picture that can be worked on, and where it (or, through data, one like it) is shown. */
export interface WorkPicture {
  readonly file: PictureFile
  readonly picture: Picture
  readonly source: Buffer
  readonly showings: readonly Showing[]
  /** Why it is no still picture, where it is an animated GIF. */
  readonly animated?: string
}

/** The shown pictures that can be re-encoded; the others with the reason. */
export const inspectShown = async (
  inventory: Inventory,
  workspace: ReadableWorkspace,
  firstViewOnly: boolean,
): Promise<{
  readonly pictures: readonly WorkPicture[]
  /** Animated GIFs, which some places can show in another format. */
  readonly animations: readonly WorkPicture[]
  readonly refusals: readonly Refusal[]
}> => {
  const refusals: Refusal[] = []
  const shown = inventory.files.filter(
    f => f.showings.length > 0 && (!firstViewOnly || f.showings.some(s => s.image.inFirstView || s.image.isLcp)),
  )
  const inspected = await mapBounded(shown, PICTURES_AT_ONCE, async file => {
    const source = await workspace.read(file.path)
    const inspection = await inspectPicture(source)
    return { file, source, inspection, animation: inspection.ok ? null : await inspectAnimation(source) }
  })
  const pictures: WorkPicture[] = []
  const animations: WorkPicture[] = []
  for (const { file, source, inspection, animation } of inspected) {
    if (!inspection.ok && animation !== null)
      animations.push({ file, source, picture: animation, showings: file.showings, animated: inspection.reason })
    else if (!inspection.ok) refusals.push({ subject: file.path, reason: inspection.reason })
    else if (inspection.picture.format === 'avif')
      refusals.push({ subject: file.path, reason: 'it is in AVIF already' })
    else pictures.push({ file, source, picture: inspection.picture, showings: folderShowings(file, inventory) })
  }
  return { pictures, animations, refusals }
}

interface EncodeOptions {
  readonly context: PipelineContext
  readonly settings: Settings
  readonly cache: EncodingCache
  readonly taken: ReadonlySet<string>
  /** Whether some places can take no choice of formats, so that a form every browser has is needed. */
  readonly universal: boolean
  /** Whether a file of so many bytes in place of another one would be put into the code by the build. */
  readonly isCode: IsCode
  readonly budget: EncodingBudget
  /** Whether the encoder may take its time, for pictures that will really be delivered. */
  readonly thorough: boolean
}

/** Encodes every picture at the widths its showings can use. Those that would not shrink enough are refused. */
export const encodePictures = async (
  pictures: readonly WorkPicture[],
  options: EncodeOptions,
): Promise<{
  readonly encoded: readonly EncodedPicture[]
  readonly refusals: readonly Refusal[]
  /** Those for which there was no time. */
  readonly leftOut: readonly WorkPicture[]
}> => {
  const { progress } = options.context
  // A large one takes a while: until the first is done it would look as if nothing went on.
  if (pictures.length > 0) progress(`encoding pictures (${pictures.length} in all)`)
  const { made, leftOut } = await eachInTime(
    pictures,
    work => encodeOne(work, options),
    (work, counted) => progress(`encoded picture ${counted}: ${work.file.path}`),
  )
  const encoded = made.flatMap(r => ('file' in r ? [r] : []))
  const delivered = options.thorough
    ? await refinePictures(encoded, pictures, qualityFloor(options.context), options)
    : encoded
  await options.cache.prune()
  return {
    encoded: delivered,
    refusals: made.flatMap(r => ('reason' in r ? [r] : [])),
    leftOut,
  }
}

/**
 * What is made of each picture, in their order, and those for which there was no time: the heaviest come first, so that it is the pictures
 * with least to gain that go without.
 */
export const eachInTime = async <T>(
  pictures: readonly WorkPicture[],
  make: (work: WorkPicture) => Promise<T>,
  /** Told of each picture that was seen to, with the count, e.g. `3 of 12`. */
  onDone: (work: WorkPicture, counted: string) => void,
): Promise<{ readonly made: readonly T[]; readonly leftOut: readonly WorkPicture[] }> => {
  const made = new Map<WorkPicture, T>()
  const leftOut = new Set<WorkPicture>()
  let done = 0
  const heaviestFirst = pictures.toSorted((a, b) => b.file.bytes - a.file.bytes)
  await mapBounded(heaviestFirst, PICTURES_AT_ONCE, async work => {
    const result = await inTime(() => make(work))
    if (result === null) leftOut.add(work)
    else made.set(work, result)
    onDone(work, `${++done} of ${pictures.length}`)
  })
  return {
    made: pictures.flatMap(work => (made.has(work) ? [made.get(work)!] : [])),
    leftOut: heaviestFirst.filter(work => leftOut.has(work)),
  }
}

/** In haste: the largest, and below it those that are smaller by a third or more. */
const apart = (widths: readonly number[]): readonly number[] => {
  const kept: number[] = []
  for (const width of widths.toReversed()) {
    const last = kept.at(-1)
    if (last === undefined || last >= 1.5 * width) kept.push(width)
  }
  return kept.toReversed()
}

const encodeOne = async (work: WorkPicture, options: EncodeOptions): Promise<EncodedPicture | Refusal> => {
  const { context, settings, cache, universal } = options
  const { configuration } = context
  const { picture, file } = work
  const floor = qualityFloor(context)
  const effort = proposalEffort(context.timeBudget)
  const search = (format: OutputFormat, quality: number, progressive = false): SearchOptions => ({
    format,
    floor,
    startQuality: quality,
    progressive,
    ...(effort === 'hasty' && { effort }),
  })
  const { avif, webp, jpeg } = configuration.formats
  const formats: SearchOptions[] = []
  if (avif && settings.formats.includes('avif')) formats.push(search('avif', avif.quality))
  if (webp && settings.formats.includes('webp')) formats.push(search('webp', webp.quality))
  // What may lose nothing has no JPEG.
  const nothingLost = configuration.optimization.compression === 'lossless'
  const everywhere = picture.transparent || picture.kind !== 'photograph' || nothingLost ? 'png' : 'jpeg'
  if (universal && (everywhere === 'png' || (jpeg && settings.formats.includes('jpeg'))))
    formats.push(
      search(everywhere, jpeg?.quality ?? 90, (jpeg?.progressive ?? false) && configuration.optimization.progressive),
    )
  const needed = neededWidths(work.showings, configuration.responsive, picture.width).map(w => wholeWidth(w, picture))
  const widths = effort === 'hasty' ? apart(needed) : needed
  if (widths.length === 0) return { subject: file.path, reason: 'it is shown in a box of no size' }
  const encodings = await encodeVariants(
    {
      source: work.source,
      hash: file.hash,
      picture,
      formats: formats.map(f => ({ ...f, widths: f === formats[0] ? widths : fewer(widths) })),
      compression: compressionOf(context),
      checkpoint: options.budget.checkpoint,
    },
    cache,
  )
  const sources = formats.flatMap(({ format }): Source[] => {
    const files = encodings
      .filter(e => e.format === format && !options.isCode(file, e))
      .map(encoding => ({ path: outputPath(file.path, encoding.width, format, options.taken), encoding }))
    return files.length === 0 ? [] : [{ type: `image/${format}` satisfies SourceType, files }]
  })
  const modern = bestFirst(sources.filter(s => s.type === 'image/avif' || s.type === 'image/webp'))
  const largest = modern[0]?.files.at(-1) ?? sources[0]?.files.at(-1)
  if (largest === undefined && encodings.length > 0) return { subject: file.path, reason: PUT_INTO_CODE }
  if (largest === undefined || !worthSaving(file.bytes, largest.encoding.bytes))
    return { subject: file.path, reason: 're-encoding it at the quality floor would save less than a tenth or 4 KB' }
  return {
    file,
    picture,
    showings: work.showings,
    modern,
    universal: sources.find(s => s.type === 'image/jpeg' || s.type === 'image/png') ?? null,
  }
}

const PUT_INTO_CODE =
  'at the quality floor it would be so small that the build would put it into the code, where the first paint may wait for it'

/** For the few browsers that know only a later format, two widths do: the largest, and the nearest to half of it. */
const fewer = (widths: readonly number[]): readonly number[] => {
  const largest = widths.at(-1)!
  const smaller = widths.slice(0, -1).sort((a, b) => Math.abs(a - largest / 2) - Math.abs(b - largest / 2))[0]
  return smaller === undefined ? [largest] : [smaller, largest]
}

/** How the configuration wants bytes saved; lossless is enough where it saves what the manifest demands. */
export const compressionOf = (context: PipelineContext): Compression => {
  const kind = context.configuration.optimization.compression
  return kind === 'lossless-then-lossy' ? { kind, sufficient: leastSaving(context) } : { kind }
}

/** What the manifest wants saved at least, as a share. */
export const leastSaving = ({ manifest }: PipelineContext): number => {
  const criterion = manifest.validation.criteria.find(c => c.metric === 'transfer-size-reduction' && 'minimum' in c)
  return criterion && 'minimum' in criterion ? criterion.minimum : 0.3
}

/** The smallest format first; one that its better-known successor already beats is of no use and is left out. */
const bestFirst = (sources: readonly Source[]): Source[] => {
  const weight = (s: Source): number => s.files.reduce((sum, f) => sum + f.encoding.bytes, 0) / s.files.length
  const kept: Source[] = []
  // From the most widely known on: a less known format has to be smaller to be worth offering.
  for (const source of [...sources].sort((a, b) => ((a.type ?? '') < (b.type ?? '') ? 1 : -1)))
    if (kept.every(k => weight(source) < weight(k))) kept.unshift(source)
  return kept
}

/** Every encoding of a picture. */
export const encodingsOf = (encoded: EncodedPicture): readonly Encoding[] =>
  [...encoded.modern, ...(encoded.universal ? [encoded.universal] : [])].flatMap(s => s.files.map(f => f.encoding))
