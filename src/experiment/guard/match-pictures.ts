import type { ShownImage } from '../../model/observation.js'

type Box = ShownImage['box']

/** Smaller ones are icons and pixels that count visits, which the page's own comparison sees as it sees the rest, CSS pixels. */
const SMALLEST_SIDE = 24
/** Boxes that have so much of their area in common are one place. */
const SAME_PLACE = 0.5

/** Pictures that are large enough to be looked at one by one. */
export const lookedAt = (images: readonly ShownImage[]): ShownImage[] =>
  images.filter(({ box }) => Math.min(box.width, box.height) >= SMALLEST_SIDE)

/** How much of two boxes is common to both, of all that they cover: 0–1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  const common = Math.max(0, width) * Math.max(0, height)
  return common / (a.width * a.height + b.width * b.height - common)
}

/**
 * The picture that stands for another one in a look at the same page: where it stood; or else the one of the same text alternative, of which
 * there is one only. Null where there is none: its address and format may be others, and so may the element that shows it.
 */
export function counterpart(
  picture: ShownImage,
  among: readonly ShownImage[],
  from: readonly ShownImage[],
): ShownImage | null {
  const [nearest] = [...among].sort((a, b) => overlap(picture.box, b.box) - overlap(picture.box, a.box))
  if (nearest && overlap(picture.box, nearest.box) >= SAME_PLACE && nearest.alt === picture.alt) return nearest
  const called = (images: readonly ShownImage[]) =>
    images.filter(({ alt, via }) => alt === picture.alt && (alt !== undefined || via === picture.via))
  const [own, others] = [called(from), called(among)]
  const same = own.length === others.length ? others[own.indexOf(picture)] : undefined
  if (same) return same
  return nearest && overlap(picture.box, nearest.box) >= SAME_PLACE ? nearest : null
}
