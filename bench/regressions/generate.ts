import { createRandom, type Random } from '../../src/experiment/statistics/random.js'

/** A series made up, with where it changes. */
export interface GeneratedSeries {
  readonly kind: string
  readonly values: readonly (number | null)[]
  /** Indices of the first values of what is new. */
  readonly changes: readonly number[]
}

interface Parts {
  readonly changes: readonly number[]
  /** Standard deviation 1 around 0. */
  readonly noise: readonly number[]
}

const LENGTHS = [40, 60, 100, 150, 250, 400] as const
/** In spreads of the noise. */
const SIZES = [1.5, 2, 3, 4, 6, 10] as const

const pick = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)]!

/** Up to three places, none within an eighth of the series of another or of its ends. */
function places(random: Random, length: number, most = 3): number[] {
  const apart = Math.max(10, Math.floor(length / 8))
  const found: number[] = []
  const wanted = 1 + random.integer(most)
  for (let tries = 0; tries < 40 && found.length < wanted; tries++) {
    const place = apart + random.integer(Math.max(1, length - 2 * apart))
    if (found.every(one => Math.abs(one - place) >= apart)) found.push(place)
  }
  return found.sort((a, b) => a - b)
}

function following(random: Random, length: number, persistence: number): number[] {
  const values: number[] = []
  const fresh = Math.sqrt(1 - persistence ** 2)
  for (let k = 0; k < length; k++)
    values.push(k === 0 ? random.normal() : persistence * values[k - 1]! + fresh * random.normal())
  return values
}

/** Student's t with three degrees of freedom, spread 1. */
const heavy = (random: Random): number => {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()]
  return random.normal() / Math.sqrt((a * a + b * b + c * c) / 3) / Math.sqrt(3)
}

/** For each value how many of the changes were before it. */
const stateOf = (changes: readonly number[], at: number): number => changes.filter(change => change <= at).length

function levels(random: Random, { changes, noise }: Parts): number[] {
  const steps = [0]
  for (const _ of changes) steps.push(steps.at(-1)! + pick(random, SIZES) * (random.coin() ? 1 : -1))
  return noise.map((value, at) => value + steps[stateOf(changes, at)]!)
}

/** A line whose slope changes: by the series' end, or the next change, each is several spreads from where the last would have led. */
function slopes(random: Random, { changes, noise }: Parts): number[] {
  const { length } = noise
  const bends = changes.map((change, k) => {
    const until = changes[k + 1] ?? length
    return { change, slope: ((random.coin() ? 1 : -1) * (4 + 8 * random.uniform())) / (until - change) }
  })
  const first = ((random.uniform() - 0.5) * 20) / length
  return noise.map(
    (value, at) =>
      value + first * at + bends.reduce((sum, { change, slope }) => sum + (at > change ? slope * (at - change) : 0), 0),
  )
}

const seasonal = (random: Random, values: readonly number[]): number[] => {
  const period = pick(
    random,
    [4, 7, 12, 24].filter(one => 4 * one <= values.length),
  )
  const size = 1 + 3 * random.uniform()
  const parts = Array.from(
    { length: period },
    (_, k) => size * Math.sin((2 * Math.PI * k) / period) + 0.5 * size * random.normal(),
  )
  return values.map((value, at) => value + parts[at % period]!)
}

const disturbed = (random: Random, values: readonly number[]): number[] =>
  values.map(value => (random.uniform() < 0.02 ? value + (random.coin() ? 1 : -1) * (8 + 8 * random.uniform()) : value))

const white = (random: Random, length: number): number[] => Array.from({ length }, () => random.normal())

const KINDS: Readonly<Record<string, (random: Random, length: number) => Omit<GeneratedSeries, 'kind'>>> = {
  levels: (random, length) => {
    const changes = places(random, length)
    return { values: levels(random, { changes, noise: white(random, length) }), changes }
  },
  'levels, persistent noise': (random, length) => {
    const changes = places(random, length)
    const noise = following(random, length, 0.3 + 0.5 * random.uniform())
    return { values: levels(random, { changes, noise }), changes }
  },
  'levels, heavy tails and outliers': (random, length) => {
    const changes = places(random, length)
    const noise = Array.from({ length }, () => heavy(random))
    return { values: disturbed(random, levels(random, { changes, noise })), changes }
  },
  'levels and a season': (random, length) => {
    const changes = places(random, length)
    return { values: seasonal(random, levels(random, { changes, noise: white(random, length) })), changes }
  },
  'levels with gaps': (random, length) => {
    const changes = places(random, length)
    const noise = following(random, length, 0.5 * random.uniform())
    const share = 0.1 + 0.2 * random.uniform()
    return {
      values: levels(random, { changes, noise }).map(value => (random.uniform() < share ? null : value)),
      changes,
    }
  },
  slopes: (random, length) => {
    const changes = places(random, length, 2)
    return {
      values: slopes(random, { changes, noise: following(random, length, 0.6 * random.uniform()) }),
      changes,
    }
  },
  spreads: (random, length) => {
    const changes = places(random, length, 2)
    // To and fro: quiet, loud, quiet.
    const loud = pick(random, [3, 4, 6])
    const spreads = random.coin() ? [1, loud, 1] : [loud, 1, loud]
    return { values: white(random, length).map((value, at) => value * spreads[stateOf(changes, at)]!), changes }
  },
  nothing: (random, length) => ({ values: white(random, length), changes: [] }),
  'nothing, persistent noise': (random, length) => ({
    values: following(random, length, 0.3 + 0.6 * random.uniform()),
    changes: [],
  }),
  'nothing, heavy tails and outliers': (random, length) => ({
    values: disturbed(
      random,
      Array.from({ length }, () => heavy(random)),
    ),
    changes: [],
  }),
  'nothing but a season': (random, length) => ({
    values: seasonal(random, following(random, length, 0.5 * random.uniform())),
    changes: [],
  }),
  'nothing but a trend': (random, length) => {
    const slope = ((random.coin() ? 1 : -1) * (2 + 10 * random.uniform())) / length
    return {
      values: following(random, length, 0.5 * random.uniform()).map((value, at) => value + slope * at),
      changes: [],
    }
  },
  'nothing but filling up and being emptied': (random, length) => {
    const [size, shortest] = [3 + 6 * random.uniform(), 4 + random.integer(5)]
    let [fill, left] = [0, 0]
    const values = white(random, length).map(value => {
      if (left-- <= 0) [fill, left] = [random.uniform() * 0.2 * size, shortest + random.integer(8)]
      fill += size / (shortest + 4)
      return 0.3 * value + fill
    })
    return { values, changes: [] }
  },
  'a random walk': (random, length) => {
    let at = 0
    return { values: Array.from({ length }, () => (at += random.normal())), changes: [] }
  },
}

/** So many of each kind; the same seed gives the same. */
export function generateSeries(seed: string, ofEach: number): GeneratedSeries[] {
  const random = createRandom(seed)
  return Object.entries(KINDS).flatMap(([kind, make]) =>
    Array.from({ length: ofEach }, () => ({ kind, ...make(random, pick(random, LENGTHS)) })),
  )
}
