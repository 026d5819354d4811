import { describe, expect, it } from 'vitest'
import { StrategyCatalogue } from '../../src/loop/strategy-catalogue.js'
import { TunewrightError } from '../../src/model/errors.js'
import { parseOptimizer } from '../../src/model/schema/parse.js'
import { STRATEGIES } from '../../src/strategies/registry.generated.js'
import { seedOptimizers } from './seed-optimizer.js'

const implementations = new StrategyCatalogue(STRATEGIES).schemas

type Key = string | number

/** A copy of the specification's optimizer with one value changed, added or (undefined) taken out. */
function changed(path: readonly Key[], value: unknown): unknown {
  const copy = structuredClone(seedOptimizers[0]) as unknown
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(at as object, key), copy)
  if (value === undefined) Reflect.deleteProperty(parent as object, path.at(-1)!)
  else Reflect.set(parent as object, path.at(-1)!, value)
  return copy
}

/** A copy with a key written differently. */
function renamed(path: readonly Key[], name: string): unknown {
  const at = (copy: unknown) =>
    path.slice(0, -1).reduce<unknown>((inside, key) => Reflect.get(inside as object, key), copy)
  const copy = changed(path, undefined)
  Reflect.set(at(copy) as object, name, Reflect.get(at(seedOptimizers[0]) as object, path.at(-1)!))
  return copy
}

function refusal(value: unknown): TunewrightError {
  try {
    parseOptimizer(value, implementations)
  } catch (error) {
    if (error instanceof TunewrightError) return error
    throw error
  }
  throw new Error('the manifest was accepted')
}

const strategy = (n: number, ...path: Key[]): Key[] => ['strategies', n, ...path]

describe('the specification’s bundle-optimizer', () => {
  it('parses as it stands, and is the same afterwards', () => {
    const [seed] = seedOptimizers
    const parsed = parseOptimizer(seed, implementations)
    expect(parsed).toStrictEqual(seed)
    expect(parsed).not.toBe(seed)
  })

  it('keeps its regular expression', () => {
    const [seed] = seedOptimizers
    const test = (optimizer: unknown) =>
      strategy(0, 'implementation', 'configuration', 'splitChunks', 'cacheGroups', 'vendor', 'test').reduce<unknown>(
        (at, key) => Reflect.get(at as object, key),
        optimizer,
      )
    const pattern = test(parseOptimizer(seed, implementations))
    expect(pattern).toBeInstanceOf(RegExp)
    expect(String(pattern)).toBe(String.raw`/[\\/]node_modules[\\/]/`)
  })
})

describe('a manifest that is wrong', () => {
  const condition = strategy(0, 'applicability', 'conditions', 0)
  const split = strategy(0, 'implementation', 'configuration')

  it.each<[string, unknown, string, string]>([
    [
      'a misspelt metric',
      changed([...condition, 'metric'], 'bundel-size'),
      'strategies[0].applicability.conditions[0].metric is "bundel-size": expected one of',
      'At strategies[0].applicability.conditions[0].metric, write "bundle-size".',
    ],
    [
      'a misspelt key',
      renamed([...condition, 'threshold'], 'treshold'),
      'strategies[0].applicability.conditions[0].treshold is not known: expected only the keys metric, operator, threshold; did you mean "threshold"?',
      'write "threshold"',
    ],
    [
      'a wrong operator',
      changed([...condition, 'operator'], '=>'),
      'conditions[0].operator is "=>": expected one of ">", ">=", "<", "<=", "==", "!="',
      'write ">="',
    ],
    [
      'a wrong type',
      changed([...condition, 'threshold'], '250000'),
      'conditions[0].threshold is "250000": expected a number',
      'write a number',
    ],
    [
      'a percentile of something counted',
      changed([...strategy(0, 'validation'), 'criteria', 0], {
        metric: 'bundle-size',
        improvement: 0.2,
        percentile: 75,
      }),
      'validation.criteria[0]',
      'percentile',
    ],
    [
      'a missing field',
      changed(strategy(0, 'risks'), undefined),
      'strategies[0].risks is missing: expected an object',
      'an object',
    ],
    [
      'a top-level key',
      renamed(['constraints'], 'contraints'),
      'contraints is not known',
      'At contraints, write "constraints".',
    ],
    [
      'a key of an implementation’s configuration',
      renamed([...split, 'dynamicImports', 'threshold'], 'treshold'),
      'strategies[0].implementation.configuration.dynamicImports.treshold is not known',
      'write "threshold"',
    ],
    [
      'a key within a union of an implementation’s configuration',
      renamed([...split, 'splitChunks', 'cacheGroups', 'common', 'minChunks'], 'minChunk'),
      'strategies[0].implementation.configuration.splitChunks.cacheGroups.common.minChunk is not known',
      'write "minChunks"',
    ],
    [
      'an implementation type',
      changed(strategy(0, 'implementation', 'type'), 'webpack-optimisation'),
      'strategies[0].implementation.type is "webpack-optimisation": expected one of',
      'write "webpack-optimization"',
    ],
    [
      'a duration',
      changed(strategy(0, 'validation', 'duration'), '24 hours'),
      'strategies[0].validation.duration is "24 hours": expected a length of time',
      'e.g. "24h"',
    ],
    [
      'a range of versions',
      changed(strategy(0, 'prerequisites', 0, 'version'), 'four'),
      'strategies[0].prerequisites[0].version is "four": expected a semver range',
      '',
    ],
    [
      'a criterion’s key',
      renamed(strategy(0, 'validation', 'criteria', 0, 'improvement'), 'improvment'),
      'strategies[0].validation.criteria[0].improvment is not known',
      'write "improvement"',
    ],
    [
      'an improvement in per cent',
      changed(strategy(0, 'validation', 'criteria', 0, 'improvement'), 20),
      'strategies[0].validation.criteria[0].improvement is 20: expected a relative improvement of at most 1',
      '',
    ],
    [
      'a required number',
      changed(strategy(0, 'validation', 'criteria', 0), { metric: 'load-time', required: true }),
      'criteria[0].metric is "load-time": expected a metric that holds or does not',
      '',
    ],
    [
      'a condition’s text',
      changed(['triggers', 0, 'condition'], 'p42 > 4000'),
      'triggers[0].condition is "p42 > 4000": expected a statistic (p50, p75',
      '',
    ],
    [
      'a condition’s unit',
      changed(['triggers', 0, 'condition'], 'p75 > 4kb'),
      'triggers[0].condition is "p75 > 4kb": expected a value in ms, the unit of largest-contentful-paint',
      '',
    ],
    [
      'a schedule',
      changed(['triggers', 2, 'schedule'], 'fortnightly'),
      'triggers[2].schedule is "fortnightly": expected hourly, daily, weekly, monthly, or five cron fields',
      '',
    ],
    [
      'a trigger’s type',
      changed(['triggers', 0, 'type'], 'performance-treshold'),
      'triggers[0].type is "performance-treshold": expected one of',
      'write "performance-threshold"',
    ],
    [
      'a tolerance in per cent',
      changed(['constraints', 0, 'threshold'], 5),
      'constraints[0].threshold is 5: expected a share between 0 and 1',
      '',
    ],
    [
      'the name of a check',
      changed(['validation', 'preOptimization', 1], 'functionality-verificaton'),
      'validation.preOptimization[1] is "functionality-verificaton": expected one of "performance-baseline-capture"',
      'write "functionality-verification"',
    ],
    [
      'two strategies with one id',
      changed(strategy(1, 'id'), 'code-splitting'),
      'strategies is a list of 2: expected strategies with different ids',
      '',
    ],
  ])('%s', (_, value, message, remedy) => {
    const error = refusal(value)
    expect(error.code).toBe('INPUT_INVALID')
    expect(error.message).toContain('The optimizer "bundle-optimizer" cannot be used (one problem):')
    expect(error.message).toContain(message)
    expect(error.remedy).toContain(remedy)
  })

  it.each<[string, readonly Key[], string, string]>([
    [
      'a check before',
      ['validation', 'preOptimization', 2],
      'dependency-compatability-check',
      'dependency-compatibility-check',
    ],
    ['a check after', ['validation', 'postOptimization', 2], 'user-experience-validaton', 'user-experience-validation'],
    ['a continuous check', ['validation', 'continuous', 1], 'error-rate-traking', 'error-rate-tracking'],
    ['a constraint', ['constraints', 2, 'requirement'], 'minimal-down-time', 'minimal-downtime'],
    ['a constraint’s validation', ['constraints', 1, 'validation'], 'comprehensive-tests', 'comprehensive-testing'],
    ['a constraint’s type', ['constraints', 0, 'type'], 'preformance', 'performance'],
    ['a trigger of the rollback', ['rollback', 'triggers', 0], 'performance-degredation', 'performance-degradation'],
    [
      'a metric of a rollback trigger',
      strategy(0, 'validation', 'rollbackTriggers', 0, 'metric'),
      'eror-rate',
      'error-rate',
    ],
    ['a mitigation', strategy(0, 'risks', 'mitigation', 0), 'through-testing', 'thorough-testing'],
    ['a factor of risk', strategy(0, 'risks', 'factors', 0), 'complexity-increse', 'complexity-increase'],
    ['a prerequisite’s type', strategy(0, 'prerequisites', 0, 'type'), 'tol', 'tool'],
    [
      'a prerequisite’s data',
      strategy(0, 'prerequisites', 1, 'requirement'),
      'baseline-perfomance-data',
      'baseline-performance-data',
    ],
  ])('%s that does not exist is refused with the one that was probably meant', (_, path, written, meant) => {
    const error = refusal(changed(path, written))
    expect(error.message).toContain(`is "${written}": expected`)
    expect(error.remedy).toContain(`write "${meant}"`)
  })

  it('names every problem at once', () => {
    const error = refusal({ ...seedOptimizers[0], type: 'fronted', name: '', rollback: undefined })
    expect(error.message).toContain('(3 problems)')
    expect(error.details.problems).toEqual([
      { path: 'name', value: '""', expected: 'a text that is not empty' },
      { path: 'type', value: '"fronted"', expected: expect.stringContaining('one of'), suggestion: 'frontend' },
      { path: 'rollback', value: 'missing', expected: 'an object' },
    ])
  })

  it('holds a configuration against the schema of its own type', () => {
    const { message } = refusal(changed(strategy(0, 'implementation', 'type'), 'asset-pipeline'))
    const configuration = 'strategies[0].implementation.configuration'
    expect(message).toContain(`${configuration}.splitChunks is not known: expected only the keys formats, responsive`)
    expect(message).toContain(`${configuration}.formats is missing: expected an object`)
  })

  it('says so where there is no manifest at all', () => {
    expect(refusal(undefined).message).toContain('it is missing: expected an object')
    expect(refusal([]).message).toContain('it is a list of 0: expected an object')
    expect(refusal('bundle-optimizer').message).toContain('it is "bundle-optimizer": expected an object')
  })
})
