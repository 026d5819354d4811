import fc from 'fast-check'

/** A value that is made when it is needed: showing a hostile one in a report would set it off. */
export interface Given {
  make(): unknown
}

/** Values that do more than lie there: reading them throws, never ends, or leads elsewhere. */
const hostileValue: fc.Arbitrary<Given> = fc.constantFrom(
  ...[
    () => {
      const cyclic: Record<string, unknown> = { id: 'x' }
      cyclic.self = cyclic
      cyclic.targets = [cyclic]
      cyclic.strategies = [cyclic]
      return cyclic
    },
    () => Object.defineProperty({}, 'id', { enumerable: true, get: thrower('a getter') }),
    () => Object.defineProperty({ targets: [] }, 'optimizers', { enumerable: true, get: thrower('a getter') }),
    () => new Proxy({}, { get: thrower('a proxy'), has: thrower('a proxy'), ownKeys: thrower('a proxy') }),
    () => new Proxy([], { get: thrower('a proxy') }),
    () => new Proxy({}, { getPrototypeOf: thrower('a proxy') }),
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
    () => ({ toString: thrower('toString'), toJSON: thrower('toJSON'), [Symbol.toPrimitive]: thrower('toPrimitive') }),
    () => Object.create(null),
    () => Object.assign(Object.create({ id: 'inherited', targets: [] }), {}),
    () => JSON.parse('{"__proto__": {"polluted": true}, "id": "x"}'),
    () => JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'),
    () => new Map([['id', 'x']]),
    () => new Date(Number.NaN),
    () => Symbol('s'),
    () => 10n ** 40n,
    () => () => undefined,
    () => class {},
    () => 'x'.repeat(1_000_000),
    () => Array.from({ length: 3 }),
    () => new Array(100_000).fill({}),
    () => {
      let deep: unknown = {}
      for (let i = 0; i < 20_000; i++) deep = { targets: [deep], strategies: [deep] }
      return deep
    },
    () => Number.NaN,
    () => Number.POSITIVE_INFINITY,
    () => -0,
    () => Promise.resolve({}),
  ].map(make => ({ make })),
)

function thrower(what: string): () => never {
  return () => {
    throw new Error(`${what} that throws`)
  }
}

/** Anything a caller may hand in: plain, odd or hostile. */
export const anyValue: fc.Arbitrary<Given> = fc.oneof(
  fc
    .anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSet: true,
      withSparseArray: true,
    })
    .map(value => ({ value, make: () => value })),
  hostileValue,
)

const ODD_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  'idd',
  'metrik',
  'x'.repeat(5_000),
  '[0]',
  'a.b',
]

export type Place = readonly (string | number)[]

/** Where a value can be mutated: every place in it but the value itself. */
export function placesOf(value: unknown, place: Place = []): Place[] {
  if (Array.isArray(value)) return value.flatMap((entry, i) => [[...place, i], ...placesOf(entry, [...place, i])])
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return []
  return Object.entries(value).flatMap(([key, entry]) => [[...place, key], ...placesOf(entry, [...place, key])])
}

/** A copy down to plain objects and lists; regular expressions and functions are kept as they are. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)])) as T
}

type Holder = Record<string | number, unknown>

export interface Mutation {
  readonly place: Place
  readonly kind: 'replaced' | 'removed' | 'renamed' | 'extra' | 'doubled' | 'getter'
  readonly value: Given
}

/** One thing done to a valid value: what, and where. */
export const mutationOf = (valid: unknown): fc.Arbitrary<Mutation> =>
  fc.record({
    place: fc.constantFrom(...placesOf(valid)),
    kind: fc.constantFrom<Mutation['kind']>('replaced', 'replaced', 'removed', 'renamed', 'extra', 'doubled', 'getter'),
    value: fc.oneof(
      anyValue,
      fc
        .constantFrom<unknown>(null, undefined, '', 0, -1, '1', [], {}, true, ...ODD_KEYS)
        .map(value => ({ value, make: () => value })),
    ),
  })

/** Carries a mutation out on a copy. */
export function mutated<T>(valid: T, { place, kind, value: given }: Mutation): T {
  const value = given.make()
  const root = { value: copyOf(valid) } as Holder
  let holder = root
  let key: string | number = 'value'
  for (const step of place) {
    holder = holder[key] as Holder
    key = step
  }
  const before = holder[key]
  const put = (at: string | number, entry: unknown) =>
    // As JSON.parse would: an own key, whatever its name.
    Object.defineProperty(holder, at, { enumerable: true, configurable: true, writable: true, value: entry })
  const odd = ODD_KEYS[JSON.stringify(place).length % ODD_KEYS.length]!
  if (kind === 'removed' || (kind === 'renamed' && !Array.isArray(holder))) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else delete holder[key]
  }
  if (kind === 'replaced') put(key, value)
  if (kind === 'doubled')
    put(Array.isArray(holder) ? holder.length : key, Array.isArray(holder) ? before : [before, before])
  if (kind === 'getter') {
    Object.defineProperty(holder, key, { enumerable: true, configurable: true, get: thrower('a getter') })
  }
  if (kind === 'renamed' || kind === 'extra')
    put(Array.isArray(holder) ? key : odd, kind === 'renamed' ? before : value)
  return root.value as T
}
