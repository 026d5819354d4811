import type { Assessed } from './requirement.js'
import { type Look, looksBefore } from './sequential/looks.js'

/** What the looks of one experiment have shown up to a block: their data does not change any more. */
export interface Shown {
  blocks: number
  readonly first: Map<string, Assessed>
}

export const nothingShown = (): Shown => ({ blocks: 0, first: new Map() })

/**
 * Each noisy requirement is a sequential test of its own: what an earlier look has shown stays shown, since that look spent its share of α on it.
 * Not so where the estimate has since moved beyond the limit, as by a drift: that can only cost a keep.
 */
export function overLooks(
  look: Look | null,
  shown: Shown,
  judgeAt: (look: Look | null) => readonly Assessed[],
): readonly Assessed[] {
  for (const earlier of look === null ? [] : looksBefore(look).filter(({ blocks }) => blocks > shown.blocks)) {
    for (const assessed of judgeAt(earlier).filter(a => a.noisy !== undefined && a.judgement.outcome === 'met'))
      if (!shown.first.has(keyOf(assessed))) shown.first.set(keyOf(assessed), assessed)
    shown.blocks = earlier.blocks
  }
  return judgeAt(look).map(now => (isOpen(now) && !isContradicted(now) ? (shown.first.get(keyOf(now)) ?? now) : now))
}

export const isOpen = (a: Assessed): boolean => a.judgement.outcome === 'undecided' && a.unmeasured !== true

const isContradicted = ({ noisy }: Assessed): boolean => noisy !== undefined && noisy.harm.mean > noisy.of.limit

/** By its place too: what is shown on one page or profile says nothing of another. */
const keyOf = ({ judgement, at }: Assessed): string =>
  `${judgement.kind} ${judgement.requirement} ${at?.page ?? ''} ${at?.profile ?? ''}`
