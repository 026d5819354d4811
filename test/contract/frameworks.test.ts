import { describe, expect, it } from 'vitest'
import { createFrameworks } from '../../src/frameworks/index.js'
import { StrategyCatalogue } from '../../src/loop/strategy-catalogue.js'
import { parseOptimizer } from '../../src/model/schema/parse.js'
import { STRATEGIES } from '../../src/strategies/registry.generated.js'

const catalogue = new StrategyCatalogue(STRATEGIES)
const frameworks = createFrameworks(catalogue.manifests)

describe('the frameworks', () => {
  it('are the specification’s three', () => {
    expect([...frameworks.keys()].sort()).toEqual(['backend', 'frontend', 'full-stack'])
  })

  it.each([...frameworks])(
    '%s is whole: something analyzes, decides, validates, rolls back, learns and watches',
    (_, it) => {
      expect(it.analyzers.length).toBeGreaterThan(0)
      expect(it.automation.decisionTree.nodes.length).toBeGreaterThan(0)
      expect(it.automation.policies.length).toBeGreaterThan(0)
      expect(it.automation.safetyMechanisms.length).toBeGreaterThan(0)
      expect(it.automation.governanceRules.length).toBeGreaterThan(0)
      expect(it.validation.preOptimizationChecks.length).toBeGreaterThan(0)
      expect(it.validation.postOptimizationChecks.length).toBeGreaterThan(0)
      expect(it.rollback.description).not.toBe('')
      expect(it.learning.algorithms.length).toBeGreaterThan(0)
      expect(it.monitoring.metrics.length).toBeGreaterThan(0)
    },
  )

  it('stock optimizers keep the contract that users’ own are held to, and cover every strategy', () => {
    const optimizers = frameworks.get('frontend')!.optimizers
    for (const optimizer of optimizers) expect(parseOptimizer(optimizer, catalogue.schemas)).toStrictEqual(optimizer)
    const covered = optimizers.flatMap(({ strategies }) => strategies.map(({ id }) => id))
    const registered = STRATEGIES.filter(({ optimizerType }) => optimizerType === 'frontend')
    expect(covered.sort()).toEqual(registered.map(({ manifest }) => manifest.id).sort())
  })
})
