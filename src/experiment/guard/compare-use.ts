import type { TapTarget, VisibleUse } from '../../model/observation.js'
import { groupBy } from '../../system/group-by.js'
import { withoutHash } from '../../system/without-hash.js'
import { compareLines, normalizeLine, unstyled } from './compare-lines.js'
import { pictureNames } from './name-pictures.js'
import { tellLines } from './tell-lines.js'

/** Targets of this size (CSS pixels) are large enough, whatever they were (WCAG 2.5.5). */
const LARGE_ENOUGH = 44
/** A side is smaller by more than rounding and another line break of a neighbour. */
const SMALLER = { share: 0.1, pixels: 2 } as const
/** What one sees may jump by this much (layout shift score) more than it did, where it then jumps visibly (0.1 is “good” by the web vitals). */
const SHIFT = { more: 0.05, visible: 0.1 } as const
/** The page may be so much wider than the screen without anybody noticing, CSS pixels. */
const OVERFLOW = 2

type Looks = readonly VisibleUse[]

/**
 * What a visitor sees or uses worse than before, in words: text that is there and cannot be seen or is cut off, pictures that are not shown, a
 * page wider than the screen, smaller tap targets, what jumps. What comes and goes between looks at one arm is masked.
 */
export function compareUse(baseline: Looks, candidate: Looks): string[] {
  const worse = (of: 'unseenText' | 'cutOffText') =>
    compareLines(
      baseline.map(look => look[of]),
      candidate.map(look => look[of]),
    ).added
  return [
    ...tellLines('text cannot be seen any more:', worse('unseenText')),
    ...tellLines('text is cut off:', worse('cutOffText')),
    ...tellLines('not shown any more:', picturesLost(baseline, candidate), name => name),
    ...wider(baseline, candidate),
    ...smallerTargets(baseline, candidate),
    ...jumps(baseline, candidate),
  ]
}

/** A picture is known by its text: its address and format may change, what it shows may not. Of several with one text those are named whose files are gone. */
function picturesLost(baseline: Looks, candidate: Looks): readonly string[] {
  const all = shown(baseline[0])
  const name = pictureNames(all)
  const texts = (look: VisibleUse) => shown(look).map(textOf)
  const still = new Set(candidate.flatMap(look => shown(look).map(({ url }) => withoutHash(url))))
  const lost = compareLines(baseline.map(texts), candidate.map(texts)).missing.flatMap(text => {
    const called = all.filter(picture => textOf(picture) === text)
    const gone = called.filter(({ url }) => !still.has(withoutHash(url)))
    return (gone.length > 0 ? gone : called).map(name)
  })
  return [...new Set(lost)]
}

const shown = (look: VisibleUse | undefined): { alt: string; url: string }[] =>
  (look?.pictures ?? []).map((alt, i) => ({ alt, url: look?.pictureUrls?.[i] ?? '' }))

const textOf = ({ alt }: { readonly alt: string }): string => normalizeLine(alt) || 'without a text'

function wider(baseline: Looks, candidate: Looks): string[] {
  const before = Math.max(...baseline.map(look => look.overflow))
  const after = Math.min(...candidate.map(look => look.overflow))
  if (after <= before + OVERFLOW) return []
  return [
    `the page is ${after} px wider than the screen, ${before === 0 ? 'and fitted before' : `before ${before} px`}`,
  ]
}

function jumps(baseline: Looks, candidate: Looks): string[] {
  const before = Math.max(...baseline.map(look => look.shift))
  const after = Math.min(...candidate.map(look => look.shift))
  if (after <= SHIFT.visible || after - before <= SHIFT.more) return []
  return [`what one sees jumps while the page loads: layout shift ${after.toFixed(2)} instead of ${before.toFixed(2)}`]
}

/** Targets with one label, the smallest first: each is held against the one in its place. */
const byLabel = ({ tapTargets }: VisibleUse): ReadonlyMap<string, readonly TapTarget[]> =>
  groupBy(
    tapTargets.toSorted((a, b) => a.width * a.height - b.width * b.height),
    ({ label }) => unstyled(label),
  )

const isSmaller = (from: number, to: number): boolean =>
  to < LARGE_ENOUGH && from - to > Math.max(SMALLER.pixels, SMALLER.share * from)

function smallerTargets(baseline: Looks, candidate: Looks): string[] {
  const before = baseline.map(byLabel)
  const looks = candidate.map(byLabel)
  return [...(before[0] ?? [])].flatMap(([label, targets]) => {
    // One that is gone is missing from the text and the accessible tree.
    if ([...before, ...looks].some(look => look.get(label)?.length !== targets.length)) return []
    const smaller = targets.findIndex((_, i) =>
      looks.every(look => {
        const now = look.get(label)![i]!
        return (['width', 'height'] as const).some(side =>
          isSmaller(Math.min(...before.map(was => was.get(label)![i]![side])), now[side]),
        )
      }),
    )
    if (smaller < 0) return []
    const [from, to] = [targets[smaller]!, looks[0]!.get(label)![smaller]!]
    return [`“${from.label}” is ${to.width} × ${to.height} px to tap instead of ${from.width} × ${from.height} px`]
  })
}
