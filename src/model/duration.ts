import { TunewrightError } from './errors.js'
import type { Duration } from './strategy.js'

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/**
 * Milliseconds of a duration such as `24h` or `7d`.
 * @throws TunewrightError INPUT_INVALID for anything else.
 */
export function parseDuration(text: Duration | string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(text.trim())
  if (!match) {
    throw new TunewrightError('INPUT_INVALID', `"${text}" is not a length of time.`, {
      remedy: 'Write a number and a unit: 500ms, 30s, 10m, 24h, 7d or 2w.',
    })
  }
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]
}
