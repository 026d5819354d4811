import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromJson, toJson } from './json.js'

const roundTrip = (value: unknown) => fromJson(JSON.parse(JSON.stringify(toJson(value))))

describe('documents', () => {
  test('come back as they were, dates and odd numbers included', () => {
    const key = fc
      .string()
      .filter(
        name =>
          name !== '__proto__' &&
          !/[\0$/]|secret|token|password|cookie|key|environment|authorization|credential|passwd/i.test(name),
      )
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.string().filter(text => !/[\0]|:\/\//.test(text)),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.date({ noInvalidDate: true }),
        fc.array(tie('tree')),
        fc.dictionary(key, tie('tree')),
      ),
    }))
    fc.assert(
      fc.property(tree, value => {
        // Minus zero is the one number that comes back as another.
        const expected = JSON.stringify(value) === undefined ? null : value
        expect(normalize(roundTrip(value))).toEqual(normalize(expected))
      }),
    )
  })

  test('hold no secrets', () => {
    const stored = JSON.stringify(
      toJson({
        targets: [{ name: 'shop', environment: { STRIPE_KEY: 'sk_live_1' } }],
        api_key: 'sk_live_2',
        nested: [{ authToken: 'kept out only by its exact word', access_token: 'sk_live_3', password: 'sk_live_4' }],
        log: 'connected to postgres://shop:sk_live_5@127.0.0.1/shop and redis://:sk_live_6@localhost',
      }),
    )
    expect(stored).not.toContain('sk_live')
    expect(stored).toMatch(/postgres:\/\/\[redacted:\w+\]@127\.0\.0\.1\/shop/)
  })

  test('leave out what JSON cannot hold, and what PostgreSQL would refuse', () => {
    expect(roundTrip({ a: undefined, f: () => 1, text: 'a\0b', half: '\uD800' })).toEqual({
      text: 'a\uFFFDb',
      half: '\uFFFD',
    })
  })
})

function normalize(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
    ) ?? 'null',
  )
}
