import type { LayoutShiftRecord, PageLoad, RequestRecord } from '../../model/observation.js'

/**
 * What made a page move: a picture or a frame that came or grew, text in a font that came, a style sheet that came, a block that a script put in
 * or filled.
 */
export const SHIFT_CAUSES = ['picture', 'frame', 'font', 'style', 'block', 'unknown'] as const
export type ShiftCause = (typeof SHIFT_CAUSES)[number]

export interface ExplainedShift {
  readonly cause: ShiftCause
  /** The address of what came, or the selector of what lies there now; '' where neither is known. */
  readonly subject: string
  /** Selector of the element that pushed, where it was seen. */
  readonly pusher?: string
  /** How sure: what lies there now was seen; or something had just come. */
  readonly seen: boolean
}

/** What comes shows this long after at most, ms: a layout and a frame on a slowed processor. */
const SHOWS_WITHIN = 250

/** What came just before a moment, the latest first. */
export const justCame = (
  requests: readonly RequestRecord[],
  kind: RequestRecord['kind'],
  time: number,
): readonly RequestRecord[] =>
  requests
    .filter(one => one.kind === kind && one.failure === undefined && one.end <= time && time - one.end <= SHOWS_WITHIN)
    .toSorted((a, b) => b.end - a.end)

const FRAMES = new Set(['iframe', 'embed', 'object'])
const PICTURES = new Set(['img', 'video', 'svg'])

/**
 * Explains a layout shift by what lies where the moved element lay before, and by what came right before it. Of a shift to a side, or one whose
 * reason lies outside of the screen, only the latter is known.
 */
export const explainShift = (
  { time, pushed, above }: LayoutShiftRecord,
  { requests }: Pick<PageLoad, 'requests'>,
): ExplainedShift => {
  const pusher = above === undefined ? {} : { pusher: above.selector }
  if (above && PICTURES.has(above.tag))
    return { cause: 'picture', subject: above.url ?? above.selector, ...pusher, seen: true }
  if (above && FRAMES.has(above.tag)) return { cause: 'frame', subject: above.selector, ...pusher, seen: true }
  // It had nothing in it; or it is no higher than the way it pushed, and was not there before.
  if (above && pushed && (above.filled || (above.height > 0 && above.height <= pushed.by + 1)))
    return { cause: 'block', subject: above.selector, ...pusher, seen: true }
  for (const [kind, cause] of [
    ['font', 'font'],
    ['stylesheet', 'style'],
    ['image', 'picture'],
  ] as const) {
    const [came] = justCame(requests, kind, time)
    if (came) return { cause, subject: came.url, ...pusher, seen: false }
  }
  return { cause: 'unknown', subject: above?.selector ?? '', ...pusher, seen: false }
}
