import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../../system/hash.js'
import { type ReadFont, readFont } from '../../fonts/font-reader.js'
import type { Split } from './split-characters.js'

/** Names that a font's licence and maker are told by (OpenType, `name`): they stay. */
const KEPT_NAMES = [0, 7, 8, 9, 10, 11, 12, 13, 14]
/** Of what makes the files: another one makes others. */
const VERSION = 1

/** Keeps what was made for the same bytes and settings. */
const cached = async (folder: string, key: string, make: () => Promise<Buffer>): Promise<Buffer> => {
  const place = join(folder, 'fonts', sha256(`${VERSION} ${key}`))
  const known = await readFile(place).catch(() => null)
  if (known) return known
  const made = await make()
  await mkdir(join(folder, 'fonts'), { recursive: true })
  await writeFile(`${place}.${process.pid}`, made)
  await rename(`${place}.${process.pid}`, place)
  return made
}

const textOf = (points: readonly number[]): string => points.map(one => String.fromCodePoint(one)).join('')

/** The whole font as WOFF 2: the same tables, compressed better. */
export const toWoff2 = (font: ReadFont, cacheFolder: string): Promise<Buffer> =>
  cached(cacheFolder, `woff2 ${sha256(font.sfnt)}`, async () => {
    const { convert } = await import('fontverter')
    return convert(font.sfnt, 'woff2', 'sfnt')
  })

const subset = (font: ReadFont, points: readonly number[], cacheFolder: string): Promise<Buffer> =>
  cached(cacheFolder, `subset ${sha256(font.sfnt)} ${points.join()}`, async () => {
    const { default: subsetFont } = await import('subset-font')
    return subsetFont(font.sfnt, textOf(points), { targetFormat: 'woff2', preserveNameIds: KEPT_NAMES })
  })

/** Runs of characters of a text that a part of a font is to draw. */
const runsOf = (lines: readonly string[], characters: ReadonlySet<number>): string[] => {
  const runs = new Set<string>()
  for (const line of lines) {
    let run = ''
    for (const one of line) {
      if (characters.has(one.codePointAt(0)!)) run += one
      else {
        if (run !== '') runs.add(run)
        run = ''
      }
    }
    if (run !== '') runs.add(run)
  }
  return [...runs]
}

/** Lines that are drawn to compare, at most. */
const LINES = 400

/** What a part says otherwise than the whole font does about its own characters, as a sentence's end; null where nothing. */
const difference = (
  whole: ReadFont,
  part: ReadFont,
  points: readonly number[],
  lines: readonly string[],
): string | null => {
  if (part.characters.join() !== points.join()) return 'a part of it has other characters than it was to have'
  if (part.axes.join() !== whole.axes.join()) return 'a part of it lost its variations'
  const lengths = ({ unitsPerEm, ascent, descent, lineGap }: ReadFont) => [unitsPerEm, ascent, descent, lineGap].join()
  if (lengths(part) !== lengths(whole)) return 'a part of it has lines of another height'
  if (points.some(one => part.advanceOf(one) !== whole.advanceOf(one)))
    return 'a part of it has letters of another width'
  const runs = runsOf(lines, new Set(points)).slice(0, LINES)
  return runs.some(run => part.drawn(run) !== whole.drawn(run))
    ? 'a part of it draws the text of the measured pages otherwise'
    : null
}

export interface SplitFiles {
  readonly first: Buffer
  readonly rest: Buffer
}

/**
 * Both parts of a font as WOFF 2, each held against the whole: the same characters, variations, measures, and the same drawing of `lines`.
 * @returns why it cannot be split, as a sentence's end
 */
export const splitFont = async (
  font: ReadFont,
  split: Split,
  lines: readonly string[],
  cacheFolder: string,
): Promise<SplitFiles | string> => {
  try {
    const made = {
      first: await subset(font, split.first, cacheFolder),
      rest: await subset(font, split.rest, cacheFolder),
    }
    const wrong =
      difference(font, await readFont(made.first), split.first, lines) ??
      difference(font, await readFont(made.rest), split.rest, lines)
    return wrong ?? made
  } catch (error) {
    return `it cannot be split (${error instanceof Error ? error.message : String(error)})`
  }
}
