import { printable } from './printable.js'

const SUBJECT = 72

/** The gain that a subject of ours ends with: what is taken back has none. */
const GAIN = / \((?:[^()]* %|bytes only)\)$/

/** The message of a commit that takes a kept change back. */
export function rollbackMessage(o: {
  readonly sha: string
  readonly subject: string
  readonly sessionId: string
  readonly rollback: string
}): string {
  const subject = `Take back: ${printable(o.subject).replace(GAIN, '')}`
  const characters = [...subject]
  const short =
    characters.length <= SUBJECT
      ? subject
      : `${characters
          .slice(0, SUBJECT - 1)
          .join('')
          .trimEnd()}…`
  return `${short}

This reverts commit ${o.sha}.

Tunewright-Session: ${o.sessionId}
Tunewright-Rollback: ${o.rollback}
`
}
