import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StrategyCatalogue } from '../../src/loop/strategy-catalogue.js'
import { TunewrightError } from '../../src/model/errors.js'
import {
  parseAnalysisConfig,
  parseAutomationConfig,
  parseContext,
  parseOptimizer,
  parseReportConfig,
  parseStrategy,
  parseTarget,
  parseTrigger,
} from '../../src/model/schema/parse.js'
import { readConfigFile } from '../../src/services/config-file.js'
import type { TunewrightConfig } from '../../src/services/config-schema.js'
import { STRATEGIES } from '../../src/strategies/registry.generated.js'
import { seedOptimizers } from '../contract/seed-optimizer.js'
import { staticTarget } from '../contract/static-target.js'
import { anyValue, copyOf, type Mutation, mutated, mutationOf } from './hostile.js'

/** A seeded part of them in the quick run. */
const numRuns = process.env.TUNEWRIGHT_TEST === 'full' ? 10_000 : 500
const seed = 20_261

const { schemas } = new StrategyCatalogue(STRATEGIES)
const target = {
  ...staticTarget('/srv/shop'),
  build: { command: 'npm run build', output: 'dist' },
  serve: { kind: 'process' as const, command: 'npm start', readyPath: '/' },
  test: { command: 'npm test' },
  environment: { API: 'x' },
}
const automation = {
  optimizers: seedOptimizers,
  targets: [target],
  profiles: ['mobile' as const],
  budget: { milliseconds: 600_000, alpha: 0.005 },
  seed: 1,
  includeDirty: false,
}

const PARSERS = {
  optimizer: { parse: (value: unknown) => parseOptimizer(value, schemas), valid: seedOptimizers[0]! },
  strategy: { parse: (value: unknown) => parseStrategy(value, schemas), valid: seedOptimizers[0]!.strategies[1]! },
  target: { parse: parseTarget, valid: target },
  automation: { parse: (value: unknown) => parseAutomationConfig(value, schemas), valid: automation },
  analysis: { parse: parseAnalysisConfig, valid: { scope: 'all', profiles: ['mobile'], loads: 3 } },
  report: { parse: parseReportConfig, valid: { targetId: 'site', analysisConfig: { scope: 'all' } } },
  context: { parse: parseContext, valid: { target, profiles: ['mobile'], seed: 3 } },
  trigger: { parse: parseTrigger, valid: { type: 'manual', reason: 'asked' } },
} as const satisfies Record<string, { parse(value: unknown): unknown; valid: unknown }>
type Parser = keyof typeof PARSERS
const names = Object.keys(PARSERS) as Parser[]

/** Runs a parser; anything but a value or a refusal that says what, where and what was expected is a fault. */
function outcome(
  parse: (value: unknown) => unknown,
  value: unknown,
): { parsed: unknown } | { refused: TunewrightError } {
  try {
    return { parsed: parse(value) }
  } catch (thrown) {
    if (!(thrown instanceof TunewrightError)) throw new Error('something else was thrown', { cause: thrown })
    requireExplained(thrown)
    return { refused: thrown }
  }
}

interface Told {
  readonly path: string
  readonly value: string
  readonly expected: string
}

const problemsOf = (error: TunewrightError) => error.details.problems as readonly Told[]

function requireExplained(error: TunewrightError): void {
  expect(error.code).toBe('INPUT_INVALID')
  expect(problemsOf(error).length).toBeGreaterThan(0)
  for (const { path: at, value, expected } of problemsOf(error)) {
    expect(expected).not.toBe('')
    expect(typeof value).toBe('string')
    expect(error.message).toContain(at)
    expect(error.message).toContain(expected)
  }
  // Readable in a terminal, however large what was handed in.
  expect(error.remedy.length).toBeLessThan(10_000)
  expect(error.state).toBe('Nothing was changed.')
}

const untouched = Object.getOwnPropertyNames(Object.prototype).join()
const requireUnpolluted = () => {
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(untouched)
  expect((() => {}).constructor.prototype).not.toHaveProperty('polluted')
}

const pathText = (place: Mutation['place']): string =>
  place.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  )

describe('what is handed in', () => {
  it.each(names)('%s: anything at all gives a value or a refusal that says what, where and what was expected', name => {
    fc.assert(
      fc.property(anyValue, value => {
        outcome(PARSERS[name].parse, value.make())
        requireUnpolluted()
      }),
      { numRuns: Math.ceil(numRuns / names.length), seed },
    )
  })

  it.each(names)('%s: a valid one with one thing changed is taken, or the refusal names the place', name => {
    const { parse, valid } = PARSERS[name]
    let refusals = 0
    fc.assert(
      fc.property(mutationOf(valid), mutation => {
        const result = outcome(parse, mutated<unknown>(valid, mutation))
        requireUnpolluted()
        if (!('refused' in result)) return
        refusals++
        // At the place itself, in it, or (what goes together, what lacks a part) around it.
        const at = pathText(mutation.place)
        const around = mutation.place.length <= 1 ? '' : pathText(mutation.place.slice(0, -1))
        expect(
          problemsOf(result.refused).some(({ path: told }) => told.startsWith(around) || at.startsWith(told)),
        ).toBe(true)
      }),
      { numRuns: Math.ceil(numRuns / names.length), seed },
    )
    // Most of what is done to a valid value makes it invalid.
    expect(refusals).toBeGreaterThan(numRuns / names.length / 2)
  })

  it.each(names)('%s: valid stays valid, and is not changed by reading it', name => {
    const { parse, valid } = PARSERS[name]
    const given = copyOf<unknown>(valid)
    const once = parse(given)
    expect(given).toStrictEqual(valid)
    expect(parse(once)).toStrictEqual(once)
  })
})

describe('a configuration file', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-config-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const config: TunewrightConfig = {
    target: {
      id: 'shop',
      pages: ['/', { path: '/lamps', weight: 2 }],
      build: { command: 'npm run build', output: 'dist' },
      serve: { kind: 'static', folder: 'dist', fallback: 'index.html' },
      test: false,
      environment: { API: 'x' },
    },
    profiles: ['mobile'],
    budget: { milliseconds: 600_000, alpha: 0.005 },
    seed: 1,
    includeDirty: false,
  }

  const read = async (text: string): Promise<unknown> => {
    writeFileSync(path.join(folder, 'tunewright.config.json'), text)
    return readConfigFile(folder).catch((thrown: unknown) => {
      if (!(thrown instanceof TunewrightError)) throw thrown
      expect(thrown.code).toBe('INPUT_INVALID')
      expect(thrown.message).toContain('tunewright.config.json')
      if (thrown.details.problems !== undefined) requireExplained(thrown)
      return thrown
    })
  }

  it('of any text, or a valid one cut and bent, is read or refused by its name', async () => {
    const text = JSON.stringify(config)
    const bent = fc
      .record({
        at: fc.nat(text.length),
        cut: fc.nat(20),
        put: fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('{', '"', ',,', '\uFEFF', '\0', '//', 'NaN', '"__proto__":{"polluted":true},'),
        ),
      })
      .map(({ at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut))
    await fc.assert(
      fc.asyncProperty(fc.oneof(bent, fc.json(), fc.string({ unit: 'binary' })), async content => {
        await read(content)
        requireUnpolluted()
      }),
      { numRuns: Math.ceil(numRuns / 5), seed },
    )
  })

  it('with one thing changed is read, or refused with the place', async () => {
    await fc.assert(
      fc.asyncProperty(
        mutationOf(config).filter(({ kind }) => kind !== 'getter'),
        async mutation => {
          const text = (() => {
            try {
              return JSON.stringify(mutated(config, mutation))
            } catch {
              return undefined // no file holds such a value
            }
          })()
          if (text !== undefined) await read(text)
          requireUnpolluted()
        },
      ),
      { numRuns: Math.ceil(numRuns / 5), seed },
    )
  })

  it('that is valid is read as it stands', async () => {
    expect(await read(JSON.stringify(config))).toMatchObject({ config })
  })
})
