import type { FlowState, Interaction } from '../../../model/flow.js'

/** Path and query of the page. */
export const currentPlace = (): string => location.pathname + location.search

/** What the fields of the page's forms hold; passwords as so many dots. */
export const readFields = (): FlowState['fields'] => {
  const held = (field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): string => {
    if (field.type === 'password') return '•'.repeat(field.value.length)
    if (field.type === 'checkbox' || field.type === 'radio') return String((field as HTMLInputElement).checked)
    return field.value
  }
  return [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')]
    .filter(field => !['hidden', 'submit', 'button', 'reset', 'image'].includes(field.type))
    .map(field => ({ selector: globalThis.tunewright.selectorOf(field), value: held(field) }))
}

/** How long ago the page last changed what it holds, ms; watched from the first call in a document on. */
export const sinceChange = (): number => {
  const world = globalThis.tunewright
  if (world.changedAt === undefined) {
    world.changedAt = performance.now()
    // Not its attributes: what moves for ever never comes to rest.
    new MutationObserver(() => {
      world.changedAt = performance.now()
    }).observe(document, { subtree: true, childList: true, characterData: true })
  }
  return performance.now() - world.changedAt
}

/** What visitors did in a document, as the browser saw it. */
export interface Interacted {
  /** Interactions, also those too short to be timed. */
  readonly count: number
  /** Those of 16 ms or more, and the first, in the order in which they began. */
  readonly timed: readonly Interaction[]
}

export const readInteractions = (): Interacted => ({
  count: (performance as Performance & { interactionCount: number }).interactionCount,
  timed: globalThis.tunewright.interactions(),
})
