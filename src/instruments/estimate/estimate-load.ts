import type { MetricValues } from '../../model/metrics.js'
import type { Profile } from '../../model/profile.js'
import type { LoadRecording } from '../../model/recording.js'
import { simulate } from './simulate.js'

/** From when everything is there until it is on the screen: a frame, and the work of painting it, ms. */
const FRAME = 16

/**
 * What a load under a profile would come to, from a recording without it: first and largest paint, and the load event, ms. For ordering
 * candidates, and for nothing else: only real loads decide.
 */
export const estimateLoad = (recording: LoadRecording, profile: Profile): MetricValues => {
  const { arrived, ended } = simulate(recording, profile)
  const { requests, tasks, withoutScripts, largestPaint, firstPaint, loadEnd } = recording
  const latest = (times: readonly (number | undefined)[]): number =>
    Math.max(0, ...times.filter(time => time !== undefined))
  const came = (those: typeof requests): number => latest(those.map(({ id }) => arrived.get(id)))
  const blocking = requests.filter(request => request.kind === 'document' || request.blocking)
  const blockingIds = new Set(blocking.map(({ id }) => id))
  /** Of the tasks that began before something was painted, those it waited for: all, or only what blocks. */
  const done = (before: number, scripts: boolean): number =>
    latest(
      tasks.flatMap((task, index) => {
        const waited = scripts || (task.needs.length > 0 && task.needs.every(id => blockingIds.has(id)))
        return task.start < before && waited ? [ended[index]] : []
      }),
    )
  const read = tasks.findLast(({ start, needs }) => start < firstPaint && needs.some(id => blockingIds.has(id)))
  const rendering = tasks.filter(
    ({ start, needs, evaluates }) =>
      needs.length === 0 && !evaluates && start < firstPaint && start >= (read?.start ?? 0),
  )
  const painted = rendering.reduce((sum, { duration }) => sum + duration, 0) * profile.cpuSlowdown + FRAME
  const first = Math.max(came(blocking), done(firstPaint, !withoutScripts.paints)) + painted
  const picture = requests.filter(({ url }) => url === largestPaint.url)
  const scripted = done(largestPaint.time, !withoutScripts.sameLargest)
  const largest = Math.max(first, came(picture) + FRAME, scripted + FRAME)
  const beforeLoad = requests.filter(request => request.start < loadEnd && request.end <= loadEnd + 1)
  const load = Math.max(came(beforeLoad), done(loadEnd, true))
  return { 'first-contentful-paint': first, 'largest-contentful-paint': largest, 'load-time': load }
}
