import { stripVTControlCharacters } from 'node:util'
import { messageOf, type TunewrightError } from '../model/errors.js'

/** Characters. */
const LONGEST = 300
const SAYS_ERROR = /\b(?:[\w$]*error|failed|cannot|could not|unexpected)\b/i
/** Headings, counts, and what a package manager adds. */
const SAYS_NOTHING =
  /^(?:error|failed|[✖×]?\s*\d+ problems?\b.*|npm (?:err!|error)\b.*|.*\bfailed to compile\b.*|.*\bbuild failed\b.*|.*:|.*\b(?:with|found|in) \d+ errors?\b.*)[:.]?$/i

/** The first line of a build's output that says what is wrong; where none does, the last that says anything. */
const errorIn = (output: string): string | null => {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map(line => line.trim())
    .filter(line => /\w/.test(line))
  return lines.find(line => SAYS_ERROR.test(line) && !SAYS_NOTHING.test(line)) ?? lines.at(-1) ?? null
}

/** Why a candidate could not be made, for people; of a build, with the line of its output that says what is wrong. */
export const failureText = (error: TunewrightError): string => {
  const { output } = error.details
  const why = error.code === 'BUILD_FAILED' && typeof output === 'string' ? errorIn(output) : null
  return why === null ? messageOf(error) : `${messageOf(error)} It says: ${why.slice(0, LONGEST)}`
}
