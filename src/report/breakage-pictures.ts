import sharp from 'sharp'
import type { Verdict } from '../model/experiment.js'
import type { PageSurvey } from '../model/observation.js'
import type { PageScreenshots } from '../model/proving.js'

/** Pixels across: as wide as a phone's page is shown in a report. */
const WIDTH = 480
/** Squares of so many pixels are compared by their means: pictures that were encoded anew do not differ then. */
const COARSE = 6
/** Pixels of the page above the first difference, and of a picture at least and at most. */
const ABOVE = 60
const LEAST_HEIGHT = 240
const MOST_HEIGHT = 800
/** How far one channel of a pixel must be off: less is how edges are smoothed. */
const VISIBLE = 32
const MOST_PAIRS = 6
const QUALITY = 72

interface Pixels {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/**
 * Pages on which something is broken, before and after, cut to where they first look different; none of those that look the same.
 * @param surveys of both arms
 */
export async function breakagePictures(
  { breakages }: Pick<Verdict, 'breakages'>,
  surveys: { readonly baseline: readonly PageSurvey[]; readonly candidate: readonly PageSurvey[] },
): Promise<PageScreenshots[]> {
  const broken = new Set(breakages.map(({ page }) => page))
  const views = new Map(
    surveys.baseline.filter(({ page }) => broken.has(page)).map(survey => [`${survey.page} ${survey.profile}`, survey]),
  )
  const pairs: PageScreenshots[] = []
  for (const before of views.values()) {
    const after = surveys.candidate.find(({ page, profile }) => page === before.page && profile === before.profile)
    if (!after || pairs.length === MOST_PAIRS) continue
    const pair = await pairOf(before.screenshotBase64, after.screenshotBase64)
    if (pair) pairs.push({ page: before.page, profile: before.profile, ...pair })
  }
  return pairs
}

async function pairOf(one: string, other: string): Promise<Pick<PageScreenshots, 'before' | 'after'> | null> {
  const [before, after] = await Promise.all([pixelsOf(one), pixelsOf(other)])
  const rows = differingRows(before, after)
  const [first] = rows
  if (first === undefined) return null
  const top = Math.max(0, first - ABOVE)
  const height = Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, (rows.at(-1) ?? first) + ABOVE - top))
  return { before: await part(before, top, height), after: await part(after, top, height) }
}

async function pixelsOf(base64: string): Promise<Pixels> {
  const { data, info } = await sharp(Buffer.from(base64, 'base64'))
    .flatten({ background: '#ffffff' })
    .removeAlpha()
    .toColourspace('srgb')
    .resize({ width: WIDTH, withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** First rows of the squares in which the two differ, from the top; where one page is longer, its rows do. */
function differingRows(one: Pixels, other: Pixels): number[] {
  const across = Math.floor(Math.min(one.width, other.width) / COARSE)
  const down = Math.ceil(Math.max(one.height, other.height) / COARSE)
  const rows = Array.from({ length: down }, (_, row) => row * COARSE)
  return rows.filter(top => {
    if (top + COARSE > Math.min(one.height, other.height)) return one.height !== other.height
    for (let square = 0; square < across; square++)
      for (let channel = 0; channel < 3; channel++) {
        const [left, right] = [meanOf(one, top, square, channel), meanOf(other, top, square, channel)]
        if (Math.abs(left - right) > VISIBLE) return true
      }
    return false
  })
}

function meanOf({ data, width }: Pixels, top: number, square: number, channel: number): number {
  let sum = 0
  for (let row = top; row < top + COARSE; row++)
    for (let column = square * COARSE; column < (square + 1) * COARSE; column++)
      sum += data[3 * (row * width + column) + channel] ?? 0
  return sum / COARSE ** 2
}

/** Part of a page, white where the page has ended. */
async function part({ data, width, height }: Pixels, top: number, wanted: number): Promise<string> {
  const shown = Math.max(0, Math.min(wanted, height - top))
  const page = sharp(data.subarray(top * 3 * width, (top + shown) * 3 * width), {
    raw: { width, height: Math.max(1, shown), channels: 3 },
  })
  const picture = shown === 0 ? sharp({ create: { width, height: wanted, channels: 3, background: '#ffffff' } }) : page
  const filled = shown === 0 ? picture : picture.extend({ bottom: wanted - shown, background: '#ffffff' })
  return (await filled.webp({ quality: QUALITY }).toBuffer()).toString('base64')
}
