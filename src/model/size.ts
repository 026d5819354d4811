import { TunewrightError } from './errors.js'

const BYTES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const

/** An amount of bytes as settings write it: `500MB`, `10GB`; 1 kB = 1,000 bytes. */
export type Size = `${number}${keyof typeof BYTES}`

const PATTERN = /^(\d+(?:\.\d+)?)(B|kB|MB|GB|TB)$/

export const isSize = (text: unknown): text is Size => typeof text === 'string' && PATTERN.test(text)

/**
 * @returns the size in bytes: `10GB` → 10 000 000 000.
 * @throws TunewrightError INPUT_INVALID for anything else.
 */
export function parseSize(text: string): number {
  const [, amount, unit] = PATTERN.exec(text) ?? []
  if (amount === undefined || unit === undefined) {
    throw new TunewrightError('INPUT_INVALID', `"${text}" is not a size.`, {
      remedy: 'Write a number and one of kB, MB, GB, e.g. 10GB.',
      details: { value: text },
    })
  }
  return Number(amount) * BYTES[unit as keyof typeof BYTES]
}
