import type { ShownImage } from '../../model/observation.js'
import { withoutHash } from '../../system/without-hash.js'

type Box = ShownImage['box']

/** Smaller ones are icons and pixels that count visits, which the page's own comparison sees as it sees the rest, CSS pixels. */
const SMALLEST_SIDE = 24
/** Boxes that have so much of their area in common are one place. */
const SAME_PLACE = 0.5

/** Pictures that are large enough to be looked at one by one. */
export const lookedAt = (images: readonly ShownImage[]): ShownImage[] =>
  images.filter(({ box }) => Math.min(box.width, box.height) >= SMALLEST_SIDE)

/** How much of two boxes is common to both, of all that they cover: 0–1. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  const common = Math.max(0, width) * Math.max(0, height)
  return common / (a.width * a.height + b.width * b.height - common)
}

/** What a picture is known by wherever it stands. */
type IdentityOf = (picture: ShownImage) => string

/** Each is compared with each, so that it is written once. */
function identities(pictures: readonly ShownImage[]): IdentityOf {
  const known = new Map(pictures.map(one => [one, JSON.stringify([one.via, one.alt, withoutHash(one.url)])]))
  return picture => known.get(picture) as string
}

/** Which picture of one look at a page stands for which of another look at it. */
export type Counterparts = (picture: ShownImage) => ShownImage | null

/**
 * Finds for each picture the one that stands for it in another look: of the same address and text alternative, where it stood; or else wherever a page
 * that became longer or shorter has moved it, as long as their order is kept. What is left may have another address, format or element: it is known
 * by where it stands, or by its text alternative. Null where there is none.
 */
export function counterparts(from: readonly ShownImage[], among: readonly ShownImage[]): Counterparts {
  const identity = identities([...from, ...among])
  const known = new Map<ShownImage, ShownImage>()
  const taken = new Set<ShownImage>()
  const take = (picture: ShownImage, other: ShownImage): void => {
    known.set(picture, other)
    taken.add(other)
  }
  for (const picture of from) {
    const same = nearest(
      picture,
      among.filter(other => !taken.has(other) && identity(other) === identity(picture)),
    )
    if (same) take(picture, same)
  }
  const open = () => [from.filter(one => !known.has(one)), among.filter(one => !taken.has(one))] as const
  for (const [picture, other] of keptInOrder(...open(), identity)) take(picture, other)
  const [own, others] = open()
  // One that stands elsewhere now, out of order, may have changed places with another one: what stands in its place is then held against it.
  const isThere = (picture: ShownImage) => others.some(other => identity(other) === identity(picture))
  return picture =>
    known.get(picture) ?? (isThere(picture) ? standIn(picture, from, among) : standIn(picture, own, others))
}

/** The picture that stands in the same place. */
function nearest({ box }: ShownImage, among: readonly ShownImage[]): ShownImage | null {
  const [first] = [...among].sort((a, b) => overlap(box, b.box) - overlap(box, a.box))
  return first && overlap(box, first.box) >= SAME_PLACE ? first : null
}

/**
 * Pairs of the same address and text alternative, as many as keep the order in which they stand: of two that were exchanged, one stays without.
 * Those of which there are not as many as before could be paired in several ways, and are left out.
 */
function keptInOrder(
  from: readonly ShownImage[],
  among: readonly ShownImage[],
  identity: IdentityOf,
): (readonly [ShownImage, ShownImage])[] {
  const often = (images: readonly ShownImage[], of: string) => images.filter(one => identity(one) === of).length
  const isPaired = (one: ShownImage) => often(from, identity(one)) === often(among, identity(one))
  const [a, b] = [from.filter(isPaired), among.filter(isPaired)]
  // The longest common subsequence: how long it is from each pair of places on.
  const longest = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const isSame = (i: number, j: number) => identity(a[i]!) === identity(b[j]!)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i]![j] = isSame(i, j) ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!)
  const pairs: (readonly [ShownImage, ShownImage])[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (isSame(i, j)) pairs.push([a[i++]!, b[j++]!])
    else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i++
    else j++
  }
  return pairs
}

/** Where it stood, with the same text alternative; or the one of that text, where there are as many as before; or whatever stands in its place. */
function standIn(picture: ShownImage, own: readonly ShownImage[], others: readonly ShownImage[]): ShownImage | null {
  const there = nearest(picture, others)
  if (there?.alt === picture.alt) return there
  const called = (images: readonly ShownImage[]) =>
    images.filter(({ alt, via }) => alt === picture.alt && (alt !== undefined || via === picture.via))
  const [before, after] = [called(own), called(others)]
  return (before.length === after.length ? after[before.indexOf(picture)] : undefined) ?? there
}
