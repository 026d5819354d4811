import type { FileTime } from '../../model/diagnosis.js'
import type { LongFrame, PageObservation } from '../../model/observation.js'
import { formatMilliseconds } from '../../report/format.js'
import { medianLoad, type Point, pointOn, WORTH_NAMING } from './point.js'
import { named } from './words.js'

/** Less is not worth a line, ms. */
const WORTH_BLOCKING = 50

/**
 * Time of long frames by file, the longest first. What of a frame no script of 5 ms or more took is the browser's own: parsing, style,
 * layout, paint.
 * @param from ms, @param to ms: what lies outside is left out
 */
export function timeByFile(frames: readonly LongFrame[], from: number, to: number): FileTime[] {
  const files = new Map<string, { milliseconds: number; blocking: number }>()
  const within = (start: number, duration: number) =>
    Math.max(0, Math.min(start + duration, to) - Math.max(start, from))
  for (const frame of frames) {
    const add = (url: string, milliseconds: number) => {
      const file = files.get(url) ?? { milliseconds: 0, blocking: 0 }
      file.milliseconds += milliseconds
      file.blocking += frame.duration > 0 ? (frame.blocking * milliseconds) / frame.duration : 0
      files.set(url, file)
    }
    const whole = within(frame.start, frame.duration)
    if (whole <= 0) continue
    let known = 0
    for (const { url, start, duration } of frame.scripts) {
      const part = Math.min(within(start, duration), whole - known)
      if (part <= 0) continue
      known += part
      add(url, part)
    }
    if (whole > known) add('', whole - known)
  }
  return [...files].map(([url, file]) => ({ url, ...file })).toSorted((a, b) => b.milliseconds - a.milliseconds)
}

/** Long frames of a page's load after its first paint, by file; undefined where nobody watched. */
export function mainThreadOf({ loads }: PageObservation): FileTime[] | undefined {
  const load = medianLoad(loads, ({ metrics }) => metrics['total-blocking-time'])
  if (!load?.longFrames) return undefined
  return timeByFile(load.longFrames, load.metrics['first-contentful-paint'] ?? 0, Number.POSITIVE_INFINITY)
}

/** Which files hold up what visitors do, as a share of Total Blocking Time. */
export function longTaskPoints(page: PageObservation, files: readonly FileTime[] | undefined): Point[] {
  const total = page.metrics['total-blocking-time'] ?? 0
  if (!files || total < WORTH_BLOCKING) return []
  // Frames and tasks are not cut alike; no file has more than there is.
  const whole = Math.max(
    total,
    files.reduce((sum, { blocking }) => sum + blocking, 0),
  )
  return files
    .filter(({ blocking }) => blocking >= WORTH_BLOCKING && blocking / whole >= WORTH_NAMING)
    .map(({ url, milliseconds, blocking }) =>
      pointOn(
        page,
        'long-task',
        'total-blocking-time',
        blocking,
        blocking / whole,
        url === ''
          ? `parsing, style, layout and paint take ${formatMilliseconds(milliseconds)} of frames that hold up input`
          : `${named(url)} keeps the main thread for ${formatMilliseconds(milliseconds)} in frames that hold up input`,
        url === '' ? undefined : url,
      ),
    )
}
