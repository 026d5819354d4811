import type { TapTarget, VisibleUse } from '../../model/observation.js'
import { compareLines, describeLines } from './compare-lines.js'

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
  const told = (what: string, lines: readonly string[]): string[] => {
    const said = describeLines({ missing: lines, added: [] })
    return said === null ? [] : [said.replace('missing', what)]
  }
  return [
    ...told('text cannot be seen any more:', worse('unseenText')),
    ...told('text is cut off:', worse('cutOffText')),
    ...told('a picture is not shown:', picturesLost(baseline, candidate)),
    ...wider(baseline, candidate),
    ...smallerTargets(baseline, candidate),
    ...jumps(baseline, candidate),
  ]
}

/** A picture is known by its text: its address and format may change, what it shows may not. */
function picturesLost(baseline: Looks, candidate: Looks): readonly string[] {
  const named = ({ pictures }: VisibleUse) => pictures.map(alt => alt || 'without a text')
  return compareLines(baseline.map(named), candidate.map(named)).missing
}

function wider(baseline: Looks, candidate: Looks): string[] {
  const before = Math.max(...baseline.map(look => look.overflow))
  const after = Math.min(...candidate.map(look => look.overflow))
  return after <= before + OVERFLOW ? [] : [`the page is ${after} px wider than the screen instead of ${before} px`]
}

function jumps(baseline: Looks, candidate: Looks): string[] {
  const before = Math.max(...baseline.map(look => look.shift))
  const after = Math.min(...candidate.map(look => look.shift))
  if (after <= SHIFT.visible || after - before <= SHIFT.more) return []
  return [`what one sees jumps while the page loads: layout shift ${after.toFixed(2)} instead of ${before.toFixed(2)}`]
}

/** Targets with one label, the smallest first: each is held against the one in its place. */
function byLabel({ tapTargets }: VisibleUse): Map<string, TapTarget[]> {
  const groups = new Map<string, TapTarget[]>()
  for (const target of tapTargets) groups.set(target.label, [...(groups.get(target.label) ?? []), target])
  for (const group of groups.values()) group.sort((a, b) => a.width * a.height - b.width * b.height)
  return groups
}

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
    return [`“${label}” is ${to.width} × ${to.height} px to tap instead of ${from.width} × ${from.height} px`]
  })
}
