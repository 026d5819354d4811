import type { SecretReference } from './login.js'
import type { RequestRecord } from './observation.js'
import type { ProfileId } from './profile.js'

/*
 * What a visitor does, step by step, in the form in which the Recorder of Chrome's DevTools exports it (@puppeteer/replay). What it writes
 * besides is left out; passwords, which it writes in plain text, are named by a variable of the environment instead.
 */

/** CSS, or what a prefix says: `aria/`, `text/`, `xpath/`, `pierce/`. Several are from outside in: hosts of shadow trees, then the element. */
export type FlowSelector = string | readonly string[]

interface OnElement {
  /** Alternatives: the first that finds something visible holds. */
  readonly selectors: readonly FlowSelector[]
  /** The way to a frame: the index among the frames of each document. */
  readonly frame?: readonly number[]
}

interface Pointed extends OnElement {
  /** CSS pixels from the element's left and top; its middle where absent or outside. */
  readonly offsetX?: number
  readonly offsetY?: number
  readonly button?: 'primary' | 'auxiliary' | 'secondary' | 'back' | 'forward'
}

interface AnyStep {
  /** How long it may take until the step can be taken, ms. */
  readonly timeout?: number
  /** The step leads to another page, or to another state of an application that has an address. */
  readonly assertedEvents?: readonly { readonly type: 'navigation' }[]
}

export type FlowAction =
  | { readonly type: 'navigate'; readonly url: string }
  | ({ readonly type: 'click' | 'doubleClick' } & Pointed)
  | ({ readonly type: 'hover' } & OnElement)
  | ({ readonly type: 'change'; readonly value: string | SecretReference } & OnElement)
  | { readonly type: 'keyDown' | 'keyUp'; readonly key: string }
  /** To a place of the page, or of an element, which is brought into view first. */
  | ({ readonly type: 'scroll'; readonly x?: number; readonly y?: number } & Partial<OnElement>)
  | ({
      readonly type: 'waitForElement'
      readonly operator?: '>=' | '==' | '<='
      readonly count?: number
      /** False waits until it is not so. */
      readonly visible?: boolean
      readonly properties?: Readonly<Record<string, unknown>>
      readonly attributes?: Readonly<Record<string, string>>
    } & OnElement)
  | { readonly type: 'waitForExpression'; readonly expression: string }
  /** Of the device and the connection, which here are the profile's: without effect. */
  | { readonly type: 'setViewport' | 'emulateNetworkConditions' }
  | { readonly type: 'close' }
  /** Ours: what the recorder calls a custom step. */
  | { readonly type: 'customStep'; readonly name: 'back' }

/** The empty page of a new tab, with which some recordings begin. */
export const leadsNowhere = (url: string): boolean => /^(about:blank|chrome:\/\/.*)$/.test(url)

export type FlowStep = FlowAction & AnyStep

export interface Flow {
  /** Unique within the target. */
  readonly id: string
  readonly title: string
  /** At least one; the first goes to a page. */
  readonly steps: readonly FlowStep[]
  /** Of steps that say nothing else, ms. */
  readonly timeout?: number
  /** Whether it may send anything but what reads (GET, HEAD, OPTIONS). */
  readonly writes?: boolean
}

/** One interaction of a visitor, as the browser timed it (Event Timing). */
export interface Interaction {
  /** The event that took longest, e.g. `pointerup`, `keydown`. */
  readonly type: string
  /** Selector of what it was done to; empty where that is gone. */
  readonly target: string
  /** From the input to the next paint, ms, as the browser rounds it (8 ms). */
  readonly latency: number
}

/** What a page was after a step. */
export interface FlowState {
  /** Path and query. */
  readonly path: string
  readonly title: string
  readonly text: readonly string[]
  readonly accessibleTree: readonly string[]
  /** What the fields of forms hold, by selector, in the document's order; passwords as so many dots. */
  readonly fields: readonly { readonly selector: string; readonly value: string }[]
  /** What the browser was told to keep so far, a line each: cookies by name and kind, service workers by scope. */
  readonly kept: readonly string[]
}

export interface FlowStepResult {
  /** From 1, as in the file. */
  readonly step: number
  /** E.g. `click "#buy"`. */
  readonly what: string
  readonly taken: boolean
  /** Why the step could not be taken, or what became of the page after it; absent where all went well. */
  readonly trouble?: string
  /** null where the page is gone. */
  readonly state: FlowState | null
  /** Errors, and requests that went wrong, since the step before. */
  readonly errors: readonly string[]
  readonly failedRequests: readonly Pick<RequestRecord, 'url' | 'kind' | 'status' | 'failure'>[]
  readonly interactions: readonly Interaction[]
}

/** A flow as it went in one arm. */
export interface FlowRun {
  readonly flow: string
  readonly profile: ProfileId
  /** Whether every step was taken, without trouble. */
  readonly completed: boolean
  /** Up to the one with trouble. */
  readonly steps: readonly FlowStepResult[]
}
