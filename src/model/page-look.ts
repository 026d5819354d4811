import type { ShownFrame } from './observation.js'
import type { ProfileId } from './profile.js'

/**
 * Other ways of looking at a page than a survey's: without scripts, in the dark scheme and on paper, by keyboard, by trying its controls, as
 * somebody who comes back, or as a stranger who just comes by.
 */
export type LookKind = 'without-scripts' | 'other-media' | 'by-keyboard' | 'tried' | 'again' | 'arrived'

/**
 * What is read of a page in one state, in lines: where it is (`place`), its text and accessible tree, errors and failed requests since the state
 * before, what its fields hold, where the focus goes, text that cannot be seen or is cut off, what the browser was told to keep, what
 * it has against being kept in memory (`remembered`), what moves, how a step went.
 */
export type StateAspect =
  | 'step'
  | 'place'
  | 'errors'
  | 'requests'
  | 'text'
  | 'tree'
  | 'fields'
  | 'focus'
  | 'unseen'
  | 'cutOff'
  | 'kept'
  | 'remembered'
  | 'moves'

/** What the state is called in which a page is laid out for a printer. */
export const ON_PAPER = 'on paper'

/** A page at one moment. */
export interface PageState {
  /** What led to it, in words, the same in every look, e.g. `after a click on “Menu”`. */
  readonly after: string
  readonly lines: Readonly<Partial<Record<StateAspect, readonly string[]>>>
  /** PNG, one pixel per CSS pixel. */
  readonly screenshotBase64?: string
  /** Frames in the screenshot, their boxes in its pixels; absent where there are none. */
  readonly frames?: readonly ShownFrame[]
}

/** A look at a page, as the states in which it was read. */
export interface PageLook {
  readonly kind: LookKind
  readonly page: string
  readonly profile: ProfileId
  readonly states: readonly PageState[]
}
