/** A seeded source of randomness: the same seed gives the same experiment. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number
  /** A whole number in 0 … below - 1. */
  integer(below: number): number
  /** Standard normal (Box & Muller 1958). */
  normal(): number
  /** A new list in random order (Fisher & Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** True half the time. */
  coin(): boolean
}

/** xoshiro128** (Blackman & Vigna, ACM TOMS 47, 2021), its state filled by splitmix32 from `seed` (any string or number). */
export function createRandom(seed: string | number): Random {
  const fill = splitmix32(typeof seed === 'number' ? seed : hashText(seed))
  let [a, b, c, d] = [fill(), fill(), fill(), fill()]
  const next = (): number => {
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  const uniform = () => next() / 4_294_967_296
  const integer = (below: number) => Math.floor(uniform() * below)
  return {
    uniform,
    integer,
    coin: () => next() >= 2_147_483_648,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle: items => {
      const order = [...items]
      for (let i = order.length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const held = order[i] as (typeof order)[number]
        order[i] = order[j] as (typeof order)[number]
        order[j] = held
      }
      return order
    },
  }
}

/** Steele, Lea & Flood's splitmix (OOPSLA 2014) on 32 bits, with the finalizer of MurmurHash3. */
function splitmix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return z ^ (z >>> 16)
  }
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
