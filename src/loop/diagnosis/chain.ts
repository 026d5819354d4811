import type { ChainStep } from '../../model/diagnosis.js'
import type { LongFrame, RequestRecord } from '../../model/observation.js'

/** What comes so long before something is asked for may have led to it, ms; time in which the main thread was busy does not count. */
const RIGHT_BEFORE = 400
/** What names something, by the kind of file that does. */
const FINDS: Partial<Record<RequestRecord['kind'], ChainStep['finds']>> = {
  document: 'html',
  stylesheet: 'style',
  script: 'script',
}

const busy = (frames: readonly LongFrame[], from: number, to: number): number =>
  frames.reduce(
    (sum, { start, duration }) => sum + Math.max(0, Math.min(start + duration, to) - Math.max(start, from)),
    0,
  )

/** How something was found: by whom, and how the browser came to know. */
function finderOf(
  wanted: RequestRecord,
  requests: readonly RequestRecord[],
  frames: readonly LongFrame[],
): { readonly request: RequestRecord; readonly finds: ChainStep['finds'] } | null {
  const { initiator, start } = wanted
  if (initiator?.url !== undefined) {
    const request = requests.find(one => one !== wanted && one.url === initiator.url && one.start <= start)
    if (!request) return null
    const byKind = FINDS[request.kind] ?? 'script'
    return { request, finds: initiator.by === 'preload' ? 'preload' : byKind }
  }
  if (initiator && initiator.by !== 'script') return null
  // A picture that a script puts in: the browser names nobody. What came right before it may have led to it.
  const before = requests
    .filter(one => (one.kind === 'script' || one.kind === 'fetch') && one.failure === undefined)
    .filter(({ end }) => end <= start && start - end - busy(frames, end, start) <= RIGHT_BEFORE)
    .toSorted((a, b) => b.end - a.end)[0]
  return before ? { request: before, finds: 'seen-after' } : null
}

/**
 * The requests that had to come before one could be asked for, the first one first; itself is not among them.
 * @returns empty where the browser does not tell
 */
export function chainTo(
  wanted: RequestRecord,
  requests: readonly RequestRecord[],
  frames: readonly LongFrame[] = [],
): ChainStep[] {
  const steps: ChainStep[] = []
  const seen = new Set([wanted])
  for (let at = wanted; at.kind !== 'document'; ) {
    const found = finderOf(at, requests, frames)
    if (!found || seen.has(found.request)) break
    const { url, kind, end } = found.request
    steps.unshift({ url, kind, finds: found.finds, end })
    seen.add(found.request)
    at = found.request
  }
  return steps
}
