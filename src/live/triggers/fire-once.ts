/** What a continuous trigger may fire for: where its condition is held against what visits tell. */
export interface CauseKey {
  readonly optimizer: string
  /** The trigger's own text: its metric and its condition. */
  readonly trigger: string
  /** Empty for all pages together. */
  readonly page: string
  /** Empty for all devices together. */
  readonly device: string
}

/** What is remembered of a cause. Plain data. */
export interface CauseState extends CauseKey {
  /** Whether it fires when its condition holds: not again until that was shown not to hold in between. */
  readonly armed: boolean
  /** How often it was armed anew: what it fired for is told by it from what it fires for later. */
  readonly generation: number
}

/** A condition as it is now. */
export interface CauseAnswer extends CauseKey {
  /** null where too few visits came to say. */
  readonly holds: boolean | null
}

/** A trigger that fires, for all that is new where its condition holds. */
export interface Firing extends Pick<CauseKey, 'optimizer' | 'trigger'> {
  readonly at: number
  readonly causes: readonly CauseState[]
}

export const causeKey = ({ optimizer, trigger, page, device }: CauseKey): string =>
  JSON.stringify([optimizer, trigger, page, device])

export const triggerKey = ({ optimizer, trigger }: Pick<CauseKey, 'optimizer' | 'trigger'>): string =>
  JSON.stringify([optimizer, trigger])

/** The same for whoever comes to the same: two processes that see it at once have fired once. */
export const firingKey = ({ causes }: Pick<Firing, 'causes'>): string =>
  JSON.stringify(causes.map(cause => [causeKey(cause), cause.generation]).toSorted())

/**
 * Which triggers fire now. Each fires once for a cause: again only after its condition was shown not to hold in between (what is not known changes nothing), and a
 * trigger that has fired is left alone for the cool-down; what comes up meanwhile fires at its end, if it still holds then.
 * @param known of every cause so far; what is missing is armed
 * @param lastFired by trigger (`[optimizer, trigger]` as JSON), ms
 * @param now ms
 */
export function fireOnce(
  known: readonly CauseState[],
  answers: readonly CauseAnswer[],
  lastFired: ReadonlyMap<string, number>,
  { now, coolDown }: { readonly now: number; readonly coolDown: number },
): { readonly firings: readonly Firing[]; readonly states: readonly CauseState[] } {
  const states = new Map(known.map(state => [causeKey(state), state]))
  const due = new Map<string, CauseState[]>()
  for (const { holds, ...key } of answers) {
    const state = states.get(causeKey(key)) ?? { ...key, armed: true, generation: 0 }
    if (holds === false && !state.armed)
      states.set(causeKey(key), { ...state, armed: true, generation: state.generation + 1 })
    else states.set(causeKey(key), state)
    const isResting = now - (lastFired.get(triggerKey(key)) ?? Number.NEGATIVE_INFINITY) < coolDown
    if (holds === true && state.armed && !isResting)
      due.set(triggerKey(key), [...(due.get(triggerKey(key)) ?? []), state])
  }
  const firings = [...due.values()].map((causes): Firing => {
    for (const cause of causes) states.set(causeKey(cause), { ...cause, armed: false })
    return { optimizer: causes[0]!.optimizer, trigger: causes[0]!.trigger, at: now, causes }
  })
  return { firings, states: [...states.values()] }
}
