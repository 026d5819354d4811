import type { TapTarget, VisibleUse } from '../../model/observation.js'
import { compareLines, describeLines } from './compare-lines.js'

/** Targets of this size (CSS pixels) are large enough, whatever they were (WCAG 2.5.5). */
const LARGE_ENOUGH = 44
/** A side is smaller by more than rounding and another line break of a neighbour. */
const SMALLER = { share: 0.1, pixels: 2 } as const
/** The page may be so much wider than the screen without anybody noticing, CSS pixels. */
const OVERFLOW = 2

type TwoLooks = readonly [VisibleUse, VisibleUse]

/**
 * What a visitor sees or uses worse than before, in words: text that is there and cannot be seen or is cut off, pictures that are not shown, a
 * page wider than the screen, smaller tap targets. What comes and goes between two looks at one arm is masked.
 */
export function compareUse(baseline: TwoLooks, candidate: TwoLooks): string[] {
  const worse = (of: 'unseenText' | 'cutOffText') =>
    compareLines([baseline[0][of], baseline[1][of]], [candidate[0][of], candidate[1][of]]).added
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
  ]
}

/** A picture is known by its text: its address and format may change, what it shows may not. */
function picturesLost(baseline: TwoLooks, candidate: TwoLooks): readonly string[] {
  const named = ({ pictures }: VisibleUse) => pictures.map(alt => alt || 'without a text')
  return compareLines([named(baseline[0]), named(baseline[1])], [named(candidate[0]), named(candidate[1])]).missing
}

function wider(baseline: TwoLooks, candidate: TwoLooks): string[] {
  const before = Math.max(...baseline.map(look => look.overflow))
  const after = Math.min(...candidate.map(look => look.overflow))
  return after <= before + OVERFLOW ? [] : [`the page is ${after} px wider than the screen instead of ${before} px`]
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

function smallerTargets(baseline: TwoLooks, candidate: TwoLooks): string[] {
  const [before, again] = baseline.map(byLabel) as [Map<string, TapTarget[]>, Map<string, TapTarget[]>]
  const looks = candidate.map(byLabel)
  return [...before].flatMap(([label, targets]) => {
    const same = again.get(label)
    // One that is gone is missing from the text and the accessible tree.
    if (same?.length !== targets.length || looks.some(look => look.get(label)?.length !== targets.length)) return []
    const smaller = targets.findIndex((target, i) =>
      looks.every(look => {
        const now = look.get(label)![i]!
        return (['width', 'height'] as const).some(side => isSmaller(Math.min(target[side], same[i]![side]), now[side]))
      }),
    )
    if (smaller < 0) return []
    const [from, to] = [targets[smaller]!, looks[0]!.get(label)![smaller]!]
    return [`“${label}” is ${to.width} × ${to.height} px to tap instead of ${from.width} × ${from.height} px`]
  })
}
