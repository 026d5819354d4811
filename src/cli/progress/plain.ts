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

/** Steps come by the dozen: in a log one every few seconds (ms) is enough. */
const STEP_EVERY = 5_000

/** One line per thing that happens, each with the time elapsed: for logs and pipes. */
export function plainView({ write, colors, elapsed }: PlainOptions): ProgressView {
  let lastStep = Number.NEGATIVE_INFINITY
  const line = (text: string) => write(`[${clock(elapsed()).padStart(5)}] ${text}\n`)
  const step = (event: Extract<ProgressEvent, { kind: 'step' }>) => {
    const isLast = event.of !== undefined && event.done === event.of
    if (!isLast && elapsed() - lastStep < STEP_EVERY) return
    lastStep = elapsed()
    line(`  ${stepText(event)}`)
  }
  return {
    handle(event) {
      if (event.kind === 'step') step(event)
      else if (event.kind === 'verdict') for (const text of verdictLines(event, colors)) line(text)
      else if (event.kind === 'delivered') line(deliveryText(event))
      else if (event.kind === 'session') {
        // How it ends is told by the command, with the state of things and what to do.
        if (event.status === 'started') line(printable(event.message))
      } else if (event.status === 'started') line(`${stageName(event.stage)}: ${printable(event.message)}`)
    },
    note: text => line(text),
    close: () => undefined,
  }
}
