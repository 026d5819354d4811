import { Writable } from 'node:stream'
import type { ProgressView } from './progress/view.js'
import type { Terminal } from './terminal.js'

/** A stream whose lines appear above the line of progress rather than through it. */
export const noteStream = (view: ProgressView, terminal: Terminal): Writable =>
  new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      for (const line of text.trimEnd().split('\n')) view.note(terminal.progressColors.dim(line))
      done()
    },
  })
