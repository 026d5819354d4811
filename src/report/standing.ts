import type { Verdict } from '../model/experiment.js'

/** Why no difference in figures may be told as a gain. */
export interface Reserve {
  /** Over the column of changes. */
  readonly heading: string
  /** As a sentence. */
  readonly note: string
}

const BROKEN: Reserve = {
  heading: 'Change, but broken',
  note: 'Things are missing or broken in it: where it is smaller or sooner because of that, this is no gain.',
}

const UNDECIDED: Reserve = {
  heading: 'Change, not decided',
  note: 'Not decided: these are the figures so far, and no result.',
}

/** What is to be said of the figures where they are no gains; null where they may be. */
export function reserveOf({ outcome, breakages }: Pick<Verdict, 'outcome' | 'breakages'>): Reserve | null {
  if (breakages.length > 0) return BROKEN
  return outcome === 'inconclusive' ? UNDECIDED : null
}

/** Whether it was broken before anything was timed: what there is of films and open guards says nothing then, and is left out. */
export const isUntimed = ({ breakages, blocks }: Pick<Verdict, 'breakages' | 'blocks'>): boolean =>
  breakages.length > 0 && blocks === 0
