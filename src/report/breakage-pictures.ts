import sharp from 'sharp'
import type { Verdict } from '../model/experiment.js'
import type { PageSurvey } from '../model/observation.js'
import type { PageScreenshots } from '../model/proving.js'
import { type Area, differingAreas, type Pixels } from './differing-areas.js'

/** Pixels across: as wide as a phone's page is shown in a report. */
const WIDTH = 480
/** Pixels of the page above the first difference, and of a picture at least and at most. */
const ABOVE = 60
const LEAST_HEIGHT = 240
const MOST_HEIGHT = 800
const MOST_PAIRS = 6
const QUALITY = 72

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

async function pairOf(one: string, other: string): Promise<Omit<PageScreenshots, 'page' | 'profile'> | null> {
  const [before, after] = await Promise.all([pixelsOf(one), pixelsOf(other)])
  const areas = differingAreas(before, after)
  const [first] = areas
  if (first === undefined) return null
  const top = Math.max(0, first.y - ABOVE)
  const end = Math.max(...areas.map(({ y, height }) => y + height))
  const height = Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, end + ABOVE - top))
  return {
    before: await part(before, top, height),
    after: await part(after, top, height),
    differing: within(areas, { x: 0, y: top, width: before.width, height }),
  }
}

/** The parts of areas that are within a frame, as shares of it. */
const within = (areas: readonly Area[], frame: Area): readonly Area[] =>
  areas.flatMap(({ x, y, width, height }) => {
    const top = Math.max(y, frame.y)
    const bottom = Math.min(y + height, frame.y + frame.height)
    if (bottom <= top) return []
    return {
      x: x / frame.width,
      y: (top - frame.y) / frame.height,
      width: width / frame.width,
      height: (bottom - top) / frame.height,
    }
  })

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
