import { escapeHtml } from '../escape-html.js'

/** Shorter values are found in too many texts that have nothing to do with them. */
const SHORTEST = 6

/** Values that many variables have and that nobody keeps secret: hiding them would only make texts unreadable. */
const ORDINARY =
  /^(?:production|development|staging|testing|preview|localhost|127\.0\.0\.1|0\.0\.0\.0|frontend|backend|mobile|desktop|enabled|disabled|default|verbose|silent|warning)$/i

/** Of secrets that come and go (a page's cookies) so many are known at once: the oldest ones go. */
const MOST_PASSING = 60

const lasting = new Map<string, readonly string[]>()
const passing = new Map<string, readonly string[]>()
let pattern: RegExp | null = null

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** What is the same of a value's base64 wherever in a longer text the value stands: three ways to fall on the groups of three bytes. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value)
  return [0, 1, 2].map(before => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    // Characters that hold bits of what stands before or after the value.
    return whole.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6))
  })
}

function formsOf(value: string): readonly string[] {
  // Half a surrogate pair cannot be encoded.
  const whole = Buffer.from(value).toString()
  const percent = encodeURIComponent(whole)
  const base64 = base64Forms(value).filter(form => form.length >= 8)
  const written = [
    value,
    percent,
    percent.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
    percent.replaceAll('%20', '+'),
    encodeURI(whole),
    JSON.stringify(value).slice(1, -1),
    escapeHtml(value),
    ...base64,
    ...base64.map(form => form.replaceAll('+', '-').replaceAll('/', '_')),
  ]
  return [...new Set(written)].filter(form => form.length >= SHORTEST)
}

/**
 * Makes values known as secret, for the life of the process: wherever they stand in a text that is written down, as they are or encoded
 * (URL, JSON, HTML, base64), they are hidden. Each line of a value of several lines counts by itself as well.
 */
export const knowSecrets = (values: Iterable<string>): void => know(lasting, values)

/** The same for secrets of which new ones come all the time; a few dozen are known at once. */
export function knowPassingSecrets(values: Iterable<string>): void {
  know(passing, values)
  for (const oldest of passing.keys()) {
    if (passing.size <= MOST_PASSING) break
    passing.delete(oldest)
  }
}

function know(forms: Map<string, readonly string[]>, values: Iterable<string>): void {
  for (const value of values) {
    for (const secret of new Set([value, value.trim(), ...value.split(/\r?\n/)])) {
      if (secret.length < SHORTEST || ORDINARY.test(secret) || forms.has(secret) || '[redacted]'.includes(secret))
        continue
      forms.set(secret, formsOf(secret))
      pattern = null
    }
  }
}

/** A pattern that finds every form of every known secret, the longest first; null where none is known. */
export function knownSecrets(): RegExp | null {
  if (lasting.size + passing.size === 0) return null
  pattern ??= new RegExp(
    [...new Set([...lasting.values(), ...passing.values()].flat())]
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join('|'),
    'g',
  )
  return pattern
}
