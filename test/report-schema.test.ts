import { readFile } from 'node:fs/promises'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../scripts/generate/files.js'
import { buildCheck } from '../src/report/fixtures/check.js'
import { brokenProving, proving, runningProving } from '../src/report/fixtures/proving.js'
import { report } from '../src/report/fixtures/report.js'
import { checkToJson, comparisonToJson, reportToJson } from '../src/report/json.js'

let validate: ValidateFunction
let validateComparison: ValidateFunction
let validateCheck: ValidateFunction
beforeAll(async () => {
  const compiled = async (name: string) => {
    const schema = JSON.parse(await readFile(`${ROOT}/schema/${name}.schema.json`, 'utf8'))
    // Formats are annotations in draft 2020-12.
    return new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(schema)
  }
  validate = await compiled('report')
  validateComparison = await compiled('comparison')
  validateCheck = await compiled('check')
})

/** Made once: the pictures in it take their time. */
const made = report()

type Node = { [key: string]: Node }
const written = async (pictures = false) => JSON.parse(reportToJson(await made, { pictures })) as Node

const problems = (value: unknown, by = validate) => {
  by(value)
  return (by.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe('the published schema of reports', () => {
  it.each([false, true])('describes a report as it is written, with pictures: %s', async pictures => {
    expect(problems(await written(pictures))).toEqual([])
  })

  it('takes an interval without a bound, which JSON can only write as null', async () => {
    const full = await report()
    const [effect] = full.performanceImpact.effects.concat(full.session.finalProof.storefront!.verdict.effects)
    full.performanceImpact.effects = [{ ...effect!, high: Number.POSITIVE_INFINITY }]
    expect(problems(JSON.parse(reportToJson(full)))).toEqual([])
  })

  it.each<[string, (value: Node) => void]>([
    ['a field that is not there', value => void delete value.executiveSummary],
    ['a missing version', value => void delete value.version],
    [
      'a missing field far below',
      value => void delete value.session!.results![0]!.execution!.trials![0]!.verdict!.reason,
    ],
    ['a misspelt field', value => void Object.assign(value.executiveSummary!, { headlin: 'x' })],
    [
      'a misspelt field of a strategy’s configuration',
      value =>
        void Object.assign(value.session!.results![0]!.strategy!.implementation!.configuration!, { largestPictur: 1 }),
    ],
    [
      'a metric that is none',
      value => void Object.assign(value.executiveSummary!.changes![0]!, { metric: 'largest-paint' }),
    ],
    ['a number that is a text', value => void Object.assign(value.appendices!.statistics!, { downtime: '0' })],
    ['another version', value => void Object.assign(value, { version: 2 })],
  ])('refuses %s', async (_, spoil) => {
    const value = await written()
    spoil(value)
    expect(problems(value)).not.toEqual([])
  })
})

describe('the published schema of comparisons', () => {
  it.each([proving, brokenProving, runningProving])('describes one as it is written: %o', async make => {
    for (const pictures of [false, true])
      expect(problems(JSON.parse(comparisonToJson(await make(), { pictures })), validateComparison)).toEqual([])
  })

  it.each<[string, (value: Node) => void]>([
    ['a field that is not there', value => void delete value.outcome],
    ['a misspelt field', value => void Object.assign(value, { budgetToDecied: 1 })],
    ['an outcome that is none', value => void Object.assign(value, { outcome: 'kept' })],
    ['another version', value => void Object.assign(value, { version: 2 })],
  ])('refuses %s', async (_, spoil) => {
    const value = JSON.parse(comparisonToJson(await proving())) as Node
    spoil(value)
    expect(problems(value, validateComparison)).not.toEqual([])
  })
})

describe('the published schema of checks', () => {
  const checked = (more: Parameters<typeof buildCheck>[0] = {}) => JSON.parse(checkToJson(buildCheck(more))) as Node

  it('describes one as it is written, with a base and without', () => {
    expect(problems(checked(), validateCheck)).toEqual([])
    expect(problems(checked({ base: { missing: 'none', inOrder: true } }), validateCheck)).toEqual([])
  })

  it.each<[string, (value: Node) => void]>([
    ['a field that is not there', value => void delete value.entries],
    ['a misspelt field', value => void Object.assign(value.growth![0]!, { comits: [] })],
    ['an outcome that is none', value => void Object.assign(value.budgets![0]!, { outcome: 'ok' })],
    ['another version', value => void Object.assign(value, { version: 2 })],
  ])('refuses %s', (_, spoil) => {
    const value = checked()
    spoil(value)
    expect(problems(value, validateCheck)).not.toEqual([])
  })
})
