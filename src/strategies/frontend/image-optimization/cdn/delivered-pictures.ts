import { whileRoom } from '../../../../instruments/images/engine.js'
import { pixelsAt } from '../../../../instruments/images/inspect.js'
import { makeMaster } from '../../../../instruments/images/master.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { worthSaving } from '../../../../instruments/images/unoptimized.js'
import type { Refusal } from '../../../../model/actuator.js'
import type { ImageCdn } from '../../../../model/image-cdn.js'
import { siteAddress } from '../plan/data-pictures.js'
import { eachInTime, openCache, type PipelineContext, qualityFloor, type WorkPicture } from '../plan/encode-pictures.js'
import type { EncodedPicture, OutputFile, Source } from '../plan/encoded-picture.js'
import type { EncodingBudget } from '../plan/encoding-budget.js'
import type { Settings } from '../plan/settings.js'
import { neededWidths, wholeWidth } from '../plan/widths.js'
import { cdnAddress, choosesFormat, type Wanted } from './addresses.js'
import { askCdn, CdnRefusal, type Reader } from './ask-cdn.js'

const RAISE = 8
const HIGHEST = 98

interface Delivery {
  readonly cdn: ImageCdn
  readonly context: PipelineContext
  readonly settings: Settings
  readonly budget: EncodingBudget
}

/** Pictures as the CDN gives them, each asked for at the widths that are shown, at the least quality tried that reaches the floor. */
export const deliveredPictures = async (
  pictures: readonly WorkPicture[],
  delivery: Delivery,
): Promise<{
  readonly encoded: readonly EncodedPicture[]
  readonly refusals: readonly Refusal[]
  readonly leftOut: readonly WorkPicture[]
}> => {
  const { made, leftOut } = await eachInTime(
    pictures,
    work => deliverOrRefuse(work, delivery),
    (work, counted) => delivery.context.progress(`asked the image CDN for picture ${counted}: ${work.file.path}`),
  )
  return {
    encoded: made.flatMap(r => ('file' in r ? [r] : [])),
    refusals: made.flatMap(r => ('reason' in r ? [r] : [])),
    leftOut,
  }
}

const deliverOrRefuse = async (work: WorkPicture, delivery: Delivery): Promise<EncodedPicture | Refusal> => {
  const { picture, file } = work
  const address = siteAddress(file)
  if (address === null)
    return { subject: file.path, reason: 'its address is made by the build, and the CDN is asked by it' }
  const widths = neededWidths(work.showings, delivery.context.configuration.responsive, picture.width).map(w =>
    wholeWidth(w, picture),
  )
  if (widths.length === 0) return { subject: file.path, reason: 'it is shown in a box of no size' }
  try {
    const [modern, universal] = await sourcesOf(work, address, widths, delivery)
    const largest = modern[0]?.files.at(-1)
    if (largest === undefined || !worthSaving(file.bytes, largest.encoding.bytes))
      return {
        subject: file.path,
        reason: 'what the CDN gives at the quality floor would save less than a tenth or 4 KB',
      }
    return { file, picture, showings: work.showings, modern, universal }
  } catch (thrown) {
    if (thrown instanceof CdnRefusal) return { subject: file.path, reason: thrown.message }
    throw thrown
  }
}

type Formats = PipelineContext['configuration']['formats']

/** Formats of the configuration that this candidate uses, the newest first. */
const readersOf = (formats: Formats, settings: Settings): Reader[] =>
  (['avif', 'webp', 'jpeg'] as const).filter(f => formats[f] !== undefined && settings.formats.includes(f))

const sourcesOf = async (
  work: WorkPicture,
  address: string,
  widths: readonly number[],
  delivery: Delivery,
): Promise<readonly [Source[], Source | null]> => {
  const { cdn, context, settings } = delivery
  const { formats } = context.configuration
  const readers = readersOf(formats, settings)
  if (choosesFormat(cdn)) {
    // One address for all: each kind of reader has to get something good enough at it.
    const asked: Asked = {
      format: 'auto',
      start: Math.min(...readers.map(r => formats[r]?.quality ?? HIGHEST)),
      readers: [...new Set([...readers, 'jpeg' as const])],
    }
    const chosen: Source = { type: null, files: await filesOf(work, address, widths, asked, delivery) }
    return [[chosen], chosen]
  }
  const sources: Source[] = []
  for (const format of readers) {
    if (format === 'jpeg' && work.picture.transparent) continue
    const asked: Asked = { format, start: formats[format]?.quality ?? 80, readers: [format] }
    sources.push({ type: `image/${format}`, files: await filesOf(work, address, widths, asked, delivery) })
  }
  return [sources.filter(s => s.type !== 'image/jpeg'), sources.find(s => s.type === 'image/jpeg') ?? null]
}

interface Asked {
  readonly format: Wanted['format']
  readonly start: number
  readonly readers: readonly Reader[]
}

const filesOf = async (
  work: WorkPicture,
  address: string,
  widths: readonly number[],
  asked: Asked,
  delivery: Delivery,
): Promise<OutputFile[]> => {
  const files: OutputFile[] = []
  for (const width of widths) files.push(await atTheFloor(work, address, width, asked, delivery))
  return files
}

/** The first quality from the configuration's on at which every reader gets at least the floor. */
const atTheFloor = (
  work: WorkPicture,
  address: string,
  width: number,
  { format, start, readers }: Asked,
  { cdn, context, budget }: Delivery,
): Promise<OutputFile> =>
  whileRoom(pixelsAt(width, work.picture), async () => {
    const floor = qualityFloor(context)
    const master = await makeMaster(work.source, work.picture, width)
    for (let quality = start; ; quality = Math.min(HIGHEST, quality + RAISE)) {
      budget.checkpoint()
      const at = cdnAddress(cdn, address, { width: master.width, quality, format })
      const given: Encoding[] = []
      const o = { master, quality, hash: work.file.hash, cache: openCache(context), signal: context.signal }
      for (const reader of readers) given.push(await askCdn(cdn, at, reader, o))
      const strange = format === 'auto' ? undefined : given.find(e => e.format !== format)
      if (strange) throw new CdnRefusal(`the CDN gives ${strange.format} where ${format} was asked for`)
      const unknown = format === 'auto' && readers.at(-1) === 'jpeg' ? given.at(-1) : undefined
      if (unknown && unknown.format !== 'jpeg' && unknown.format !== 'png')
        throw new CdnRefusal(`the CDN gives ${unknown.format} to browsers that do not say they know it`)
      const score = Math.min(...given.map(e => e.score))
      if (score >= floor) return { path: at, address: at, encoding: { ...given[0]!, score } }
      if (quality >= HIGHEST)
        throw new CdnRefusal(
          `what the CDN gives scores ${score.toFixed(2)} at quality ${quality}: below the floor of ${floor}`,
        )
    }
  })
