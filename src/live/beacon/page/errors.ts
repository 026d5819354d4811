import { describeUrl } from './describe.js'

const MOST_ERRORS = 10
const LONGEST_KIND = 64

export interface PageError {
  readonly kind: string
  readonly place: string
}

const seen = new Set<string>()
let pending: PageError[] = []

function note(error: unknown, place: string): void {
  // What an error says may hold what a visitor typed: its kind and place are enough to find it by.
  const kind = (error instanceof Error ? error.name : typeof error).slice(0, LONGEST_KIND)
  if (seen.size >= MOST_ERRORS || seen.has(kind + place)) return
  seen.add(kind + place)
  pending.push({ kind, place })
}

/** Listens for errors that nothing caught. */
export function watchErrors(): void {
  addEventListener('error', event => {
    if (!event.message) return
    note(event.error, `${describeUrl(event.filename)}:${event.lineno}:${event.colno}`)
  })
  addEventListener('unhandledrejection', ({ reason }) => note(reason, 'promise'))
}

/** Errors since the last time. */
export function takeErrors(): PageError[] {
  const taken = pending
  pending = []
  return taken
}

/** Begins anew, for a page that is shown again. */
export function forgetErrors(): void {
  seen.clear()
  pending = []
}
