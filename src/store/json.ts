import { concealed, concealText, isSecretKey, revealText } from '../model/redaction/index.js'

/** A value as `jsonb` holds it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** PostgreSQL takes no NUL in a text, and no half of a surrogate pair (which the round trip through UTF-8 replaces). */
const storableText = (text: string): string =>
  concealText(Buffer.from(text).toString('utf8').replaceAll('\0', '\uFFFD'))

/**
 * What is stored of a value: plain JSON, with dates, patterns and numbers that JSON lacks marked so that they come back as such.
 * Functions and undefined fields are left out. What a target's `environment` holds is, too; other secrets (values under keys that name
 * one, and what `concealText` finds) are labels that only this process can read.
 */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return storableText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) }
  if (value instanceof Date) return { $date: value.toISOString() }
  if (value instanceof RegExp) return { $regexp: [value.source, value.flags] }
  if (Array.isArray(value))
    return value.map(item => (item === undefined || typeof item === 'function' ? null : toJson(item)))
  if (value === undefined || typeof value !== 'object') return null
  const object: Record<string, Json> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || typeof item === 'function') continue
    if (key === 'environment' && typeof item === 'object') object[key] = {}
    else if (typeof item === 'string' && item !== '' && isSecretKey(key)) object[key] = concealed(item)
    else object[storableText(key)] = toJson(item)
  }
  return object
}

/** The value that was given to `toJson`, as far as it was stored; with its secrets where this process stored it. */
export function fromJson(json: Json): unknown {
  if (typeof json === 'string') return revealText(json)
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map(fromJson)
  const entries = Object.entries(json)
  const [only] = entries
  if (entries.length === 1 && only) {
    if (only[0] === '$date' && typeof only[1] === 'string') return new Date(only[1])
    if (only[0] === '$regexp' && Array.isArray(only[1])) return new RegExp(String(only[1][0]), String(only[1][1]))
    if (only[0] === '$number' && typeof only[1] === 'string') return Number(only[1])
  }
  return Object.fromEntries(entries.map(([key, item]) => [revealText(key), fromJson(item)]))
}
