import { type Hide, hideCredentials } from './credentials.js'
import { knownSecrets } from './known-secrets.js'

export const HIDDEN = '[redacted]'

/** What stands in place of a secret; with a label where the secret can be told from others. */
const PLACEHOLDER = /^\[redacted(?::[0-9a-f]{10})?\]$/

/** Keys whose values are never written down, wherever they stand. `environment` is what a target's processes are given. */
const SECRET_KEY =
  /pass(word|wd|phrase)?$|secret|token|authorization|cookie|credential|api[-_]?key|private[-_]?key|access[-_]?key|^environment$|^env$/i

export const isSecretKey = (key: string): boolean => SECRET_KEY.test(key)

/** The text with each secret in it replaced by what `hide` says: values known as secret, and what looks like a credential. */
export function replaceSecrets(text: string, hide: Hide): string {
  const once: Hide = secret => (PLACEHOLDER.test(secret) ? secret : hide(secret))
  const known = knownSecrets()
  return hideCredentials(known === null ? text : text.replace(known, secret => once(secret)), once)
}

/** @returns a text without secrets. Done again, it stays as it is. */
export const redactText = (text: string): string => replaceSecrets(text, () => HIDDEN)

/**
 * A document (a report, a session) without secrets, of the same form: its texts are redacted, also where they are keys; dates, patterns and
 * whatever else is no plain data stay as they are.
 */
export function redactDocument<T>(document: T): T {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value)
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [redactText(key), walk(item)]))
  }
  return walk(document) as T
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** How deep a context is followed; what lies deeper is named, not shown. */
const DEPTH = 8

function redactValue(value: unknown, depth: number, above: readonly object[]): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  if (typeof value === 'function') return '[function]'
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (value instanceof RegExp || value instanceof URL) return redactText(String(value))
  if (above.includes(value)) return '[circular]'
  if (depth === 0) return Array.isArray(value) ? '[list]' : '[object]'
  const inside = [...above, value]
  if (Array.isArray(value)) return value.map(element => redactValue(element, depth - 1, inside))
  if (value instanceof Map) return redactValue(Object.fromEntries(value), depth - 1, inside)
  if (value instanceof Set) return redactValue([...value], depth - 1, inside)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  // Of an error, what people need: its own fields do not list message and cause.
  const { name, message, cause } = value as Partial<Error>
  const entries: [string, unknown][] =
    value instanceof Error
      ? [
          ['name', name],
          ['message', message],
          ...Object.entries(value),
          ...(cause ? [['cause', cause] as [string, unknown]] : []),
        ]
      : Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, entry]) => [
      redactText(key),
      SECRET_KEY.test(key) && entry !== undefined && entry !== null ? HIDDEN : redactValue(entry, depth - 1, inside),
    ]),
  )
}

/** @returns a copy of a log context (or an error's details) as plain data, without secrets; what is handed in stays as it is. */
export const redact = (context: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  redactValue(context, DEPTH, []) as Record<string, unknown>
