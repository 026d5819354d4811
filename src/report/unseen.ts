import type { Verdict } from '../model/experiment.js'

/** Of 100 loads: what happens in as many or more shows with this certainty. */
const CERTAINTY = 0.95

/**
 * What so many blocks leave unseen: the least share of loads in which something must happen to be seen in at least one of them with 95 % certainty
 * (Hanley & Lippman-Hand, JAMA 249, 1983).
 */
export const unseenShare = (blocks: number): number => 1 - (1 - CERTAINTY) ** (1 / blocks)

/** What a verdict in favour of a change cannot say, as a sentence; none where it is not in favour. */
export const unseenIn = ({ outcome, blocks }: Pick<Verdict, 'outcome' | 'blocks'>): string[] =>
  outcome !== 'kept' || blocks === 0
    ? []
    : [
        `What happens in fewer than ${Math.ceil(100 * unseenShare(blocks))} of 100 loads may not have shown in ${blocks} blocks.`,
      ]
