import { TunewrightError } from './errors.js'
import type { Duration } from './strategy.js'

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

const PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/

/** @returns whether a text is a length of time as a manifest writes it: a number and one of `ms`, `s`, `m`, `h`, `d`, `w`. */
export const isDuration = (text: unknown): text is Duration => typeof text === 'string' && PATTERN.test(text)

/**
 * @returns the length in milliseconds: `5m` → 300 000.
 * @throws TunewrightError INPUT_INVALID for anything else.
 */
export function parseDuration(text: string): number {
  const [, amount, unit] = PATTERN.exec(text) ?? []
  if (amount === undefined || unit === undefined) {
    throw new TunewrightError('INPUT_INVALID', `"${text}" is not a length of time.`, {
      remedy: 'Write a number and one of ms, s, m, h, d, w, e.g. 24h.',
      details: { value: text },
    })
  }
  return Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]
}
