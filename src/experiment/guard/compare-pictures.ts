import sharp, { type OutputInfo } from 'sharp'
import { prepareReference, scoreEncoding } from '../../instruments/images/score.js'
import type { PageSurvey, ShownImage } from '../../model/observation.js'
import { type Counterparts, counterparts, lookedAt } from './match-pictures.js'
import { pictureNames } from './name-pictures.js'

/** What is needed of a look at a page. */
export type SeenPictures = Pick<PageSurvey, 'images' | 'inlinedImages' | 'screenshotBase64'>

/** Below this likeness (`scoreEncoding`, at half the size it is shown, or less) a picture is plainly damaged, or is another one. */
const SAME_PICTURE = 0.4
/** A picture that differs this much between two looks at one arm moves, or something moves over it: it shows nothing. */
const HOLDS_STILL = 0.7
/** Its sides may be so far from its own proportions, and by so much farther than they were. */
const STRETCHED = { by: 1.1, more: 1.05 } as const
/** The part that is seen may shrink to this share of what it was. */
const LEFT_OF_IT = 0.75
const SHRINK = 2
/**
 * One that has so many times the pixels per side that it is shown with is drawn from some of them: how its finest lines come out is chance, and otherwise where fewer are
 * sent. It is looked at in less detail.
 */
const OVERSIZED = { by: 4, shrink: 3 } as const
/** More than these are looked at in no page: what changes them all changes the first of them. */
const MOST = 60

/**
 * Looks at each picture of a page by itself, as it stands on the page: whether it is there, undistorted, the same, of a quality that one can look at,
 * and moves where it moved. In words. A picture that differs between two looks at one arm is left out.
 */
export async function comparePictures(arms: {
  baseline: readonly SeenPictures[]
  candidate: readonly SeenPictures[]
}): Promise<string[]> {
  const [first, ...again] = arms.baseline
  if (first === undefined) return []
  const all = lookedAt(picturesOf(first))
  const name = pictureNames(picturesOf(first))
  const shots = new Shots()
  const found: string[] = []
  const inLook = (look: SeenPictures): Counterparts => counterparts(all, lookedAt(picturesOf(look)))
  const [inAgain, inCandidate] = [again.map(inLook), arms.candidate.map(inLook)]
  for (const picture of all.filter(isThere).slice(0, MOST)) {
    const own = inAgain.map(find => find(picture))
    const others = inCandidate.map(find => find(picture))
    if (own.some(one => one === null || !isThere(one))) continue
    const told =
      lost(name(picture), picture, others) ?? reshaped(name(picture), [picture, ...(own as ShownImage[])], others)
    if (told !== null) {
      found.push(told)
      continue
    }
    const film = await otherFilm([picture, ...(own as ShownImage[])], others)
    if (film !== null) {
      if (film < SAME_PICTURE) found.push(`${name(picture)} shows another film: likeness ${film.toFixed(2)}`)
      // What is photographed of a video is another moment than of a picture that moves.
      if (film < SAME_PICTURE || others.every(isFilm)) continue
    }
    const like = async (look: SeenPictures, other: ShownImage): Promise<number> =>
      shots.likeness([first, picture], [look, other])
    const still = await Promise.all(again.map((look, i) => like(look, own[i] as ShownImage)))
    if (still.some(likeness => likeness < HOLDS_STILL)) continue
    const likenesses = await Promise.all(arms.candidate.map((look, i) => like(look, others[i] as ShownImage)))
    if (likenesses.every(likeness => likeness < SAME_PICTURE))
      found.push(
        `${name(picture)} looks like another one, or is plainly damaged: likeness ${Math.max(...likenesses).toFixed(2)}`,
      )
  }
  return found
}

const isFilm = (picture: ShownImage | null): boolean => picture?.via === 'film'

/** Where a video stands for a picture that moved: `comparePictures` holds the one against the other by what they show over their time. */
export function filmsForPictures({ baseline, candidate }: Parameters<typeof comparePictures>[0]): ShownImage['box'][] {
  const moving = lookedAt(picturesOf(baseline[0]!)).filter(({ film, via }) => film !== undefined && via !== 'film')
  const inCandidate = candidate.map(look => counterparts(moving, lookedAt(picturesOf(look))))
  return moving
    .filter(picture => inCandidate.every(find => isFilm(find(picture)) && find(picture)?.film?.length))
    .map(({ box }) => box)
}

/** A build may put into the page what is small enough. */
const picturesOf = ({ images, inlinedImages = [] }: SeenPictures): readonly ShownImage[] => [
  ...images,
  ...inlinedImages,
]

const isThere = ({ natural }: ShownImage): boolean => natural.width > 0

function lost(name: string, picture: ShownImage, others: readonly (ShownImage | null)[]): string | null {
  if (others.every(one => one === null || !isThere(one))) return `${name} does not come`
  if (others.some(one => one === null)) return null
  const frames = (one: ShownImage | null): number => one?.frames ?? 1
  return frames(picture) > 1 && others.every(one => frames(one) === 1) ? `${name} does not move any more` : null
}

/**
 * How like what moves is to what moved: the least of the moments looked at, in the look that is likest. Null where one of them does not say what it shows, or
 * is not the same in two looks at one arm.
 */
async function otherFilm(own: readonly ShownImage[], looks: readonly (ShownImage | null)[]): Promise<number | null> {
  const [before, ...again] = own.map(({ film }) => film ?? [])
  const after = looks.map(one => one?.film ?? [])
  if (before === undefined || before.length === 0) return null
  if ([...again, ...after].some(film => film.length !== before.length)) return null
  const stills = await Promise.all(again.map(film => filmLikeness(before, film)))
  if (stills.some(likeness => likeness < HOLDS_STILL)) return null
  return Math.max(...(await Promise.all(after.map(film => filmLikeness(before, film)))))
}

async function filmLikeness(one: readonly string[], other: readonly string[]): Promise<number> {
  const likenesses = await Promise.all(
    one.map(async (frame, i) => {
      const [a, b] = [Buffer.from(frame, 'base64'), Buffer.from(other[i]!, 'base64')]
      if (a.equals(b)) return 1
      const { width, height } = await sharp(a).metadata()
      const plain = (png: Buffer): Promise<Buffer> =>
        sharp(png).resize(width, height, { fit: 'fill' }).removeAlpha().png().toBuffer()
      return scoreEncoding(await prepareReference(await plain(a)), await plain(b))
    }),
  )
  return Math.min(...likenesses)
}

/** How many times too wide or too high a picture is drawn. */
function stretch({ box, natural }: ShownImage): number {
  const factor = box.width / box.height / (natural.width / natural.height)
  return Math.max(factor, 1 / factor)
}

/** The share of a picture that its element shows: the rest is cut off. */
const shownShare = ({ box, element = box }: ShownImage): number =>
  Math.min(1, element.width / box.width) * Math.min(1, element.height / box.height)

function reshaped(name: string, own: readonly ShownImage[], looks: readonly (ShownImage | null)[]): string | null {
  const others = looks.filter(one => one !== null && isThere(one)) as ShownImage[]
  const [other] = others
  if (other === undefined || others.length < looks.length) return null
  const [before, after] = [Math.max(...own.map(stretch)), Math.min(...others.map(stretch))]
  if (after > STRETCHED.by && after > before * STRETCHED.more)
    return `${name} is drawn ${after.toFixed(2)} times too ${isTooHigh(other) ? 'high' : 'wide'}`
  const [whole, left] = [Math.min(...own.map(shownShare)), Math.max(...others.map(shownShare))]
  if (left < LEFT_OF_IT * whole)
    return `of ${name} ${Math.round(100 * left)} % is seen instead of ${Math.round(100 * whole)} %`
  return null
}

const isTooHigh = ({ box, natural }: ShownImage): boolean => box.width / box.height < natural.width / natural.height

/** The box in which something of a picture is seen. */
const seen = ({ box, element = box }: ShownImage): ShownImage['box'] => ({
  left: box.left,
  top: box.top,
  width: Math.max(1, Math.min(box.width, element.width)),
  height: Math.max(1, Math.min(box.height, element.height)),
})

/** Pieces of screenshots, each decoded once. */
class Shots {
  readonly #pages = new Map<SeenPictures, Promise<{ data: Buffer; info: OutputInfo }>>()

  /** How like two pictures look where they stand; 1 where they cannot be seen. */
  async likeness(
    one: readonly [SeenPictures, ShownImage],
    other: readonly [SeenPictures, ShownImage],
  ): Promise<number> {
    const box = seen(one[1])
    const shrink = one[1].natural.width >= OVERSIZED.by * one[1].box.width ? OVERSIZED.shrink : SHRINK
    const size = { width: Math.round(box.width / shrink), height: Math.round(box.height / shrink) }
    const [a, b] = await Promise.all([this.#cut(...one, size), this.#cut(...other, size)])
    if (a === null || b === null || a.equals(b)) return 1
    const raw = { raw: { ...size, channels: 3 as const } }
    const [reference, shown] = await Promise.all([sharp(a, raw).png().toBuffer(), sharp(b, raw).png().toBuffer()])
    return scoreEncoding(await prepareReference(reference), shown)
  }

  async #cut(look: SeenPictures, picture: ShownImage, size: { width: number; height: number }): Promise<Buffer | null> {
    const box = seen(picture)
    const page = this.#pages.get(look) ?? decoded(look)
    this.#pages.set(look, page)
    const { data, info } = await page
    const [left, top] = [Math.round(box.left), Math.round(box.top)]
    const [right, bottom] = [Math.round(box.left + box.width), Math.round(box.top + box.height)]
    const from = { left: Math.max(0, left), top: Math.max(0, top) }
    const area = {
      ...from,
      width: Math.min(info.width, right) - from.left,
      height: Math.min(info.height, bottom) - from.top,
    }
    // What lies off the page, or is cut by its edge, is no picture of it.
    if (area.width * area.height < 0.9 * (right - left) * (bottom - top) || area.width < 1 || area.height < 1)
      return null
    return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
      .extract(area)
      .resize({ ...size, fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer()
  }
}

const decoded = (look: SeenPictures): Promise<{ data: Buffer; info: OutputInfo }> =>
  sharp(Buffer.from(look.screenshotBase64, 'base64'), { limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
