import type { FlowSelector } from '../../../model/flow.js'
import { readiness } from '../page/flow-elements.js'
import type { Visit } from '../visit.js'
import { findElements } from './find-elements.js'

/** What stands in a step's way, the farther on the later. */
const HINDRANCES = {
  missing: 'there is no such element',
  hidden: 'it is not visible',
  moving: 'it never stands still',
  disabled: 'it is disabled',
  covered: 'it is covered',
} as const

type Hindrance = keyof typeof HINDRANCES

const ORDER = Object.keys(HINDRANCES) as Hindrance[]

/** An element that a step can be taken on: a list in the page that holds it, and where it is. */
export interface Found {
  readonly elements: string
  readonly at: { readonly x: number; readonly y: number }
}

export interface Wanted {
  readonly selectors: readonly FlowSelector[]
  readonly frame?: readonly number[]
  readonly offsetX?: number
  readonly offsetY?: number
}

/**
 * Waits until one of a step's alternatives finds an element that is visible, steady and, for steps that act on it, reached by a click.
 * @param patience ms
 * @returns what was found, or why the step cannot be taken, as a sentence's end
 */
export const awaitElement = async (
  visit: Visit,
  { selectors, frame, offsetX, offsetY }: Wanted,
  acts: boolean,
  patience: number,
): Promise<Found | string> => {
  const giveUpAt = performance.now() + patience
  const offset = { ...(offsetX === undefined ? {} : { x: offsetX }), ...(offsetY === undefined ? {} : { y: offsetY }) }
  let nearest: Hindrance = 'missing'
  let told: string | null = null
  do {
    for (const selector of selectors) {
      try {
        const elements = await findElements(visit, selector, frame)
        const answer = await visit.evaluateOn(readiness, elements, offset, acts)
        if ('at' in answer) return { elements, at: answer.at }
        if (ORDER.indexOf(answer.hindered) < ORDER.indexOf(nearest)) continue
        nearest = answer.hindered
        told = answer.by === undefined ? null : `it is covered by ${answer.by}`
      } catch (error) {
        visit.check()
        // A page that goes on to another document, or a selector that is none: another alternative may do.
        if (error instanceof Error && /SyntaxError/.test(error.message)) told ??= 'its selector is not valid'
      }
    }
    await visit.rest(50)
  } while (performance.now() < giveUpAt)
  return told ?? HINDRANCES[nearest]
}
