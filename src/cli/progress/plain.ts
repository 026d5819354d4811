import type { ProgressEvent } from '../../model/progress.js'
import { printable } from '../../report/printable.js'
import type { Colors } from '../terminal.js'
import type { ProgressView } from './view.js'
import { clock, deliveryText, stageName, stepText, verdictLines } from './wording.js'

export interface PlainOptions {
  write(text: string): void
  readonly colors: Colors
  /** Milliseconds since the start. */
  elapsed(): number
}

type Step = Extract<ProgressEvent, { kind: 'step' }>

/** Steps come by the dozen: in a log one every few seconds (ms) is enough. */
const STEP_EVERY = 5_000

/**
 * One line per thing that happens, each with the time elapsed: for logs and pipes. Of steps that come faster, the last is shown a little later:
 * what it began may take long, and would look as if nothing went on.
 */
export function plainView({ write, colors, elapsed }: PlainOptions): ProgressView {
  let lastStep = Number.NEGATIVE_INFINITY
  const line = (text: string) => write(`[${clock(elapsed()).padStart(5)}] ${text}\n`)
  let held: NodeJS.Timeout | undefined
  const show = (event: Step) => {
    lastStep = elapsed()
    line(`  ${stepText(event)}`)
  }
  const step = (event: Step) => {
    clearTimeout(held)
    const isLast = event.of !== undefined && event.done === event.of
    const wait = isLast ? 0 : lastStep + STEP_EVERY - elapsed()
    if (wait <= 0) show(event)
    else held = setTimeout(show, wait, event).unref()
  }
  return {
    handle(event) {
      if (event.kind === 'step') return step(event)
      clearTimeout(held)
      if (event.kind === 'verdict') for (const text of verdictLines(event, colors)) line(text)
      else if (event.kind === 'delivered') line(deliveryText(event))
      else if (event.kind === 'session') {
        // How it ends is told by the command, with the state of things and what to do.
        if (event.status === 'started') line(printable(event.message))
      } else if (event.status === 'started') line(`${stageName(event.stage)}: ${printable(event.message)}`)
    },
    note: text => line(text),
    close: () => clearTimeout(held),
  }
}
