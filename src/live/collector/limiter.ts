/** So much at once, and so much in the long run. */
export interface Rate {
  readonly perMinute: number
  readonly burst: number
}

interface Bucket {
  tokens: number
  /** ms, by a clock that only goes forward. */
  at: number
}

/** Token buckets by key, for a bounded number of keys: the one that was not seen for the longest goes. */
export class Limiter {
  readonly #buckets = new Map<string, Bucket>()
  readonly #rate: Rate
  readonly #most: number

  constructor(rate: Rate, mostKeys = 20_000) {
    this.#rate = rate
    this.#most = mostKeys
  }

  /**
   * @param now ms, by a clock that only goes forward
   * @returns whether the key may have one more now
   */
  allows(key: string, now: number): boolean {
    const { perMinute, burst } = this.#rate
    const known = this.#buckets.get(key)
    const tokens = known ? Math.min(burst, known.tokens + ((now - known.at) * perMinute) / 60_000) : burst
    const allowed = tokens >= 1
    this.#buckets.delete(key)
    this.#buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now })
    if (this.#buckets.size > this.#most) {
      const [oldest] = this.#buckets.keys()
      if (oldest !== undefined) this.#buckets.delete(oldest)
    }
    return allowed
  }
}

/** Whose requests are counted together: an IPv4 address, or the network of an IPv6 address that one household or office has. */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  const [head = ''] = address.split('::')
  const groups = head.split(':')
  return Array.from({ length: 4 }, (_, i) => groups[i] || '0').join(':')
}
