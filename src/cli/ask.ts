import { createInterface } from 'node:readline/promises'
import { TunewrightError } from '../model/errors.js'

/**
 * Asks a question that is answered by yes or no, on the terminal; Ctrl-C is a no.
 * @throws TunewrightError INPUT_INVALID where nobody is there to answer
 */
export async function askYesNo(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new TunewrightError('INPUT_INVALID', `Nobody is there to answer: ${question}`, {
      remedy: 'Answer beforehand with --yes, or look first with --dry-run.',
    })
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const stopped = new AbortController()
  lines.once('SIGINT', () => stopped.abort())
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: stopped.signal }).catch(() => '')
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}
