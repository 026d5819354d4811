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

/** The interactions that the browser has timed since the document began, in the order in which they began. */
export const readInteractions = (): Interaction[] => globalThis.tunewright.interactions()
