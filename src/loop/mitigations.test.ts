import { describe, expect, it } from 'vitest'
import { seedOptimizers } from '../../test/contract/seed-optimizer.js'
import type { PictureOutcome } from '../model/actuator.js'
import type { CandidateTrial } from '../model/session.js'
import type { RiskMitigation } from '../model/strategy.js'
import { carryOutMitigations, type MitigationInput } from './mitigations.js'

const [optimizer] = seedOptimizers
const [splitting, pictures] = optimizer!.strategies

const guard = (outcome: 'met' | 'unmet') => ({ kind: 'guard', requirement: 'FCP not worse', outcome, evidence: '' })
const trialOf = (over: object = {}, verdict: object = {}) =>
  ({
    applied: { pictures: [], measured: {} },
    verdict: { outcome: 'kept', reason: 'better', judgements: [guard('met')], breakages: [], blocks: 6, ...verdict },
    tested: { views: 4, crawled: 3, ownTests: 'run' },
    commit: 'a1',
    ...over,
  }) as unknown as CandidateTrial

const picture = (...outputs: [path: string, format: string, score: number][]): PictureOutcome => ({
  source: 'lamp.png',
  sourceBytes: 9_000,
  outputs: outputs.map(([path, format, score]) => ({ path, format, width: 320, bytes: 900, score, quality: 60 })),
})
const encoded = (share: number, ...made: PictureOutcome[]) =>
  trialOf({ applied: { pictures: made, measured: { 'compatibility-score': share } } })

/** What is said of one mitigation. */
function act(name: RiskMitigation, over: Partial<MitigationInput> = {}): string {
  const strategy = over.strategy ?? pictures!
  const [said] = carryOutMitigations({
    optimizer: optimizer!,
    trial: trialOf(),
    metrics: { baseline: {}, candidate: {} },
    ...over,
    strategy: { ...strategy, risks: { ...strategy.risks, mitigation: [name] } },
  })
  return said!.act
}
const UNBUILT = trialOf(
  { tested: null, applied: null, commit: null },
  { outcome: 'rejected', reason: 'The build failed.', judgements: [], blocks: 0 },
)

describe('a mitigation is told from the evidence of the result, or not carried out', () => {
  it('thorough testing: how far, and with what result', () => {
    expect(act('thorough-testing')).toMatch(
      /^4 views .* 3 further pages visited in both, and the project’s own tests ran on it: nothing is broken\.$/,
    )
    const breakages = [{ check: 'use', page: 'home', message: 'gone' }]
    const given = trialOf({ tested: { views: 4, crawled: 0, ownTests: 'given-up' } }, { breakages })
    expect(act('thorough-testing', { trial: given })).toMatch(/own tests were given up.*: 1 breakage was found\.$/)
    expect(act('thorough-testing', { trial: UNBUILT })).toBe('Not carried out: The build failed.')
    expect(act('thorough-testing', { trial: undefined })).toBe('Not carried out: no candidate was tried.')
  })

  it('a gradual rollout is never claimed without visits, and its reason is the true one', () => {
    expect(act('gradual-rollout')).toMatch(/^Not carried out: it needs real visits/)
    expect(act('gradual-rollout', { trial: UNBUILT })).toMatch(/^Not carried out: nothing was kept/)
    const automation = { ...optimizer!.automation, executionMode: 'immediate' as const }
    expect(act('gradual-rollout', { optimizer: { automation } })).toContain('executionMode is immediate')
  })

  it('monitoring: which of the manifest’s metrics were recorded, and which not', () => {
    const values = { 'bundle-size': 900_000, 'load-time': 2_000 }
    const said = act('monitoring-enhancement', {
      strategy: splitting!,
      metrics: { baseline: values, candidate: { ...values, 'parse-time': 3 } },
    })
    expect(said).toMatch(/^2 of the manifest’s 5 metrics were recorded .*not measured here: .*for 7d is due\.$/)
    expect(act('monitoring-enhancement')).toMatch(/^Not carried out: none of the metrics/)
    expect(act('monitoring-enhancement', { trial: UNBUILT })).toBe('Not carried out: The build failed.')
  })

  it('quality: the worst picture against the floor', () => {
    const good = picture(['lamp.avif', 'avif', 0.91], ['lamp.webp', 'webp', 0.84])
    expect(act('quality-thresholds', { trial: encoded(1, good) })).toBe(
      '2 files were scored against their originals; the worst, lamp.webp, has 0.84, and none is below the floor of 0.8.',
    )
    const bad = picture(['lamp.avif', 'avif', 0.79])
    expect(act('quality-thresholds', { trial: encoded(1, good, bad) })).toMatch(/^Not carried out: .*below the floor/)
    expect(act('quality-thresholds')).toBe('Not carried out: no picture was written.')
  })

  it('fallbacks: on what each picture falls back, and who can show it', () => {
    const own = picture(['lamp.avif', 'avif', 0.9], ['lamp.jpg', 'jpeg', 0.9])
    const original = picture(['lamp.webp', 'webp', 0.9])
    expect(act('fallback-formats', { trial: encoded(0.98, own, original) })).toBe(
      '2 pictures have modern formats; 1 fall back on a file made for it and 1 on the original, which 98 % of the supported browsers can show at least.',
    )
    expect(act('fallback-formats', { trial: encoded(0.9, own) })).toMatch(/^Not carried out: .*less than the 95 %/)
    expect(act('fallback-formats', { trial: encoded(1, picture(['lamp.png', 'png', 1])) })).toMatch(
      /^Not carried out: no picture was given a modern format/,
    )
  })

  it('performance: guards that were shown to hold', () => {
    const trial = trialOf({}, { judgements: [guard('met'), guard('unmet')] })
    expect(act('performance-monitoring', { trial })).toMatch(/^1 of 2 guards .* over 6 paired blocks.*for 14d is due/)
    expect(act('performance-monitoring', { trial: UNBUILT })).toBe('Not carried out: The build failed.')
  })
})
