import type { ActuatorContext } from '../../../model/actuator.js'
import type { Observation } from '../../../model/observation.js'
import { type ReadFont, readFont } from '../../fonts/font-reader.js'
import type { RequestedFace } from '../../fonts/project-faces.js'
import { parseUnicodeRange } from '../../fonts/unicode-range.js'
import { type SplitFiles, splitFont, toWoff2 } from './make-files.js'
import { privateShare, type Split, splitCharacters } from './split-characters.js'

/** What there is to be had of a font file. */
export interface FontOffer {
  /** Bytes that a page receives of it now. */
  readonly bytes: number
  readonly split: { readonly split: Split; readonly files: SplitFiles } | null
  /** As WOFF 2; null where it is that already. */
  readonly whole: Buffer | null
  /** What was found, as a sentence's end; null where nothing is to be had. */
  readonly message: string | null
  /** Why something is not to be had. */
  readonly notes: readonly string[]
}

/** Bytes on the wire of a font in the measured loads: the most that a page received. */
export const bytesOf = ({ pages }: Observation, url: string): number =>
  Math.max(
    0,
    ...pages.flatMap(({ loads }) =>
      loads.flatMap(({ requests }) => requests.filter(one => one.url === url).map(one => one.transferSize)),
    ),
  )

/** Code points that pages may show. */
export interface UsedSigns {
  readonly text: ReadonlySet<number>
  /** Those of fonts of pictograms, most of which are named by styles alone. */
  icons(): ReadonlySet<number>
}

/** Above this share of characters of private use, a font is one of pictograms. */
const PICTOGRAMS = 0.3

const linesOf = ({ pages, otherViews }: Observation): string[] => [
  ...new Set([...pages.map(({ survey }) => survey), ...otherViews].flatMap(({ text }) => text)),
]

/** Reads a font and makes what could be served in its place; the making is kept in the cache. */
export const offerOf = async (
  { taken, font, isIcons }: RequestedFace,
  file: Buffer,
  used: UsedSigns,
  { observation, configuration, automation, cacheFolder, signal }: ActuatorContext<'font-files'>,
): Promise<FontOffer | { readonly reason: string }> => {
  let read: ReadFont
  try {
    read = await readFont(file)
  } catch {
    return { reason: 'it cannot be read as a font' }
  }
  const { embedding, characters } = read
  if (embedding.restricted)
    return { reason: 'its licence does not allow it to be embedded (OS/2 fsType): it is left as it is' }
  const showsIcons = isIcons || privateShare(characters) > PICTOGRAMS
  if (showsIcons && automation.iconFonts === 'left-alone')
    return { reason: 'most of its characters are of private use: it shows pictograms' }
  const { strategies, keepCharacters } = configuration
  signal.throwIfAborted()
  const bytes = bytesOf(observation, font.url)
  const notes: string[] = []
  const whole = taken.format === 'woff2' ? null : await toWoff2(read, cacheFolder)
  let split: FontOffer['split'] = null
  if (strategies.includes('subset')) {
    const kept = parseUnicodeRange(keepCharacters) ?? []
    const shown = showsIcons ? used.icons() : used.text
    const parts = embedding.noSubsetting || read.undivided.length > 0 ? null : splitCharacters(characters, shown, kept)
    if (embedding.noSubsetting) notes.push('its licence does not allow parts of it (OS/2 fsType): it is not split')
    else if (read.undivided.length > 0)
      notes.push(`it has what cannot be taken apart (${read.undivided.join(', ')}): it is not split`)
    else if (parts === null) notes.push('it has no characters but those in use: it is not split')
    else {
      // What styles show is in no text: each sign by itself.
      const signs = showsIcons ? parts.first.map(one => String.fromCodePoint(one)) : []
      const files = await splitFont(read, parts, [...linesOf(observation), ...signs], cacheFolder)
      if (typeof files === 'string') notes.push(files)
      else split = { split: parts, files }
    }
  }
  const sized = (size: number): string => `${(size / 1000).toFixed(1)} kB`
  const said = [
    ...(whole === null ? [] : [`${sized(whole.length)} as WOFF 2`]),
    ...(split === null
      ? []
      : [
          `${sized(split.files.first.length)} with the ${split.split.first.length} of its ${characters.length} characters that may be shown`,
        ]),
  ]
  return {
    bytes,
    split,
    whole,
    message: said.length === 0 ? null : `${sized(bytes)} are sent; it is ${said.join(', ')}`,
    notes,
  }
}
