import type { Hide } from './credentials.js'

const BEGIN = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g
const END = /-----END [A-Z ]{0,40}PRIVATE KEY-----/g
/** A key of which the end is cut off goes on for at most so many characters. */
const LONGEST = 16_384
/** The lines of a key whose beginning is cut off. */
const BODY_BEFORE = /[A-Za-z0-9+/=\s\\]{1,16384}$/

/** Private keys in PEM form, whole or cut off at either end. Searched by hand: a pattern over both ends could take quadratic time. */
export function hidePrivateKeys(text: string, hide: Hide): string {
  if (!text.includes('PRIVATE KEY-----')) return text
  let done = ''
  let at = 0
  BEGIN.lastIndex = 0
  for (let begin = BEGIN.exec(text); begin; begin = BEGIN.exec(text)) {
    END.lastIndex = BEGIN.lastIndex
    const end = END.exec(text)
    const within = end !== null && end.index - begin.index <= LONGEST
    const stop = within ? END.lastIndex : Math.min(text.length, begin.index + LONGEST)
    done += withoutTail(text.slice(at, begin.index), hide) + hide(text.slice(begin.index, stop))
    at = stop
    // No end anywhere: what follows a first beginning is looked through once, not once for each.
    if (end === null) {
      const rest = text.slice(at)
      return done + (rest.includes('-----BEGIN ') ? hide(rest) : rest)
    }
    BEGIN.lastIndex = stop
  }
  return done + withoutTail(text.slice(at), hide)
}

function withoutTail(text: string, hide: Hide): string {
  END.lastIndex = 0
  const end = END.exec(text)
  if (!end) return text
  const before = text.slice(Math.max(0, end.index - LONGEST), end.index)
  const body = BODY_BEFORE.exec(before)?.[0] ?? ''
  return text.slice(0, end.index - body.length) + hide(body + end[0]) + text.slice(END.lastIndex)
}
