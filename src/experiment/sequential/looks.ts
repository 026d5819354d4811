/**
 * When the data may be looked at, and how much of the error each look may spend.
 *
 * Spending by look after Lan & DeMets (Biometrika 70, 1983): a share of α per look, fixed before the data. The boundary at a look is the
 * t quantile at exactly that look's share, so that by the union bound the error over all looks is at most α: at every n, however small,
 * for blocks that are independent and normal. The usual shortcut (t p-values against boundaries made for the normal distribution) spends more
 * than it says when n is 4. What the union gives away is little here: between looks at 4, 5 and 6 blocks, tails are almost disjoint
 * (`sequential.full.test.ts` measures it). Most of α is spent where effects worth keeping are usually shown: at four blocks t has tails so heavy
 * that only a very large effect passes, whatever the share.
 */
export interface Look {
  /** Valid blocks so far; the data of the look. */
  readonly blocks: number
  /** Share of the candidate's α that this look may spend. */
  readonly share: number
}

const SCHEDULE: readonly Look[] = [
  { blocks: 4, share: 0.03 },
  { blocks: 5, share: 0.15 },
  { blocks: 6, share: 0.19 },
  { blocks: 7, share: 0.18 },
  { blocks: 8, share: 0.14 },
  { blocks: 9, share: 0.1 },
  { blocks: 10, share: 0.08 },
  { blocks: 12, share: 0.06 },
  { blocks: 14, share: 0.03 },
  { blocks: 17, share: 0.02 },
  { blocks: 22, share: 0.01 },
  { blocks: 28, share: 0.01 },
]

/** The fewest blocks after which anything noisy may be concluded. */
export const FIRST_LOOK = 4

/**
 * The looks of an experiment of at most `maxBlocks` blocks (>= 4), fixed before its first block; the shares add up to 1.
 * The last look is at `maxBlocks`.
 */
export function lookSchedule(maxBlocks: number): readonly Look[] {
  if (!Number.isInteger(maxBlocks) || maxBlocks < FIRST_LOOK)
    throw new RangeError(`an experiment needs at least ${FIRST_LOOK} blocks, not ${maxBlocks}`)
  const within = SCHEDULE.filter(look => look.blocks <= maxBlocks)
  const last = within.at(-1) as Look
  const looks = last.blocks === maxBlocks ? within : [...within, { blocks: maxBlocks, share: last.share / 2 }]
  const total = looks.reduce((sum, look) => sum + look.share, 0)
  return looks.map(look => ({ blocks: look.blocks, share: look.share / total }))
}

/**
 * The look at `blocks` blocks. Between two looks of the schedule (the clock ran out there, which knows nothing of the effect) it is the next
 * look held early, with its share: each share is used at most once.
 * @returns null where no look is allowed yet.
 */
export function lookAt(schedule: readonly Look[], blocks: number): Look | null {
  if (blocks < FIRST_LOOK) return null
  const next = schedule.find(look => look.blocks >= blocks)
  return next === undefined ? null : { blocks, share: next.share }
}

/**
 * The share of a look for what happens now and then, by the blocks it rests on: such things are seen late, and early looks would spend for nothing.
 * All looks together have 1.
 */
export function lateShare(schedule: readonly Look[], blocks: number): number {
  const total = schedule.reduce((sum, look) => sum + look.blocks, 0)
  return blocks / total
}

/** The looks still to come after `blocks` blocks. */
export const looksAfter = (schedule: readonly Look[], blocks: number): readonly Look[] =>
  schedule.filter(look => look.blocks > blocks)
