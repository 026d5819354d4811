import type { ProgressEvent } from '../../model/progress.js'
import type { Terminal } from '../terminal.js'
import { liveView } from './live.js'
import { plainView } from './plain.js'

/** What shows a session while it runs. */
export interface ProgressView {
  handle(event: ProgressEvent): void
  /** A line that stays, e.g. a warning. */
  note(text: string): void
  /** Takes away what is not meant to stay. */
  close(): void
}

const silent: ProgressView = { handle: () => undefined, note: () => undefined, close: () => undefined }

/** The view that fits: redrawn on a terminal, plain lines elsewhere, nothing where asked to be quiet. */
export function progressView(terminal: Terminal, quiet: boolean, startedAt: number): ProgressView {
  if (quiet) return silent
  const elapsed = () => performance.now() - startedAt
  const write = (text: string) => {
    terminal.progress.write(text)
  }
  const { progressColors: colors } = terminal
  return terminal.isLive
    ? liveView({ write, colors, elapsed, width: terminal.width })
    : plainView({ write, colors, elapsed })
}
