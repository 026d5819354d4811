import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { fingerprint } from '../../src/change/fixtures/repository.js'
import {
  type Logger,
  METRICS,
  memoryMetrics,
  type Observation,
  OptimizationAutomationOrchestrator,
  type TargetSystem,
} from '../../src/index.js'
import { seedOptimizers } from './seed-optimizer.js'
import { staticTarget } from './static-target.js'

const [bundleOptimizer] = seedOptimizers

let folder: string
let target: TargetSystem
let orchestrator: OptimizationAutomationOrchestrator
const warnings: string[] = []
const logger: Logger = { debug() {}, info() {}, warn: message => void warnings.push(message), error() {} }

/** A site with nothing to mend, in a checkout in the middle of work. */
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-methods-')))
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755)
  vi.stubEnv('TUNEWRIGHT_HOME', path.join(folder, 'state'))
  const site = path.join(folder, 'site')
  await mkdir(site)
  const git = (...args: string[]) => execFileSync('git', ['-C', site, ...args])
  await writeFile(
    path.join(site, 'index.html'),
    '<!doctype html><html lang="en"><title>Small</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="style.css"><h1>A small page</h1><p>With nothing to mend.</p></html>',
  )
  await writeFile(path.join(site, 'style.css'), 'body { margin: 2rem; font: 1rem/1.5 sans-serif }')
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'site')
  await writeFile(path.join(site, 'draft.txt'), 'not committed')
  target = staticTarget(site)
  const settings: Record<string, unknown> = { profiles: ['mobile'], 'budget.milliseconds': 240_000 }
  orchestrator = new OptimizationAutomationOrchestrator(logger, { get: key => settings[key] }, memoryMetrics())
  orchestrator.registerOptimizer(bundleOptimizer!)
  orchestrator.registerTarget(target)
})
afterAll(async () => {
  await orchestrator.close()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

/** Paths of what has no value. `null` is one where the type has it: it says that there is none, or that it is not known. */
function unfilled(value: unknown, at = ''): string[] {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return [at]
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof RegExp) return []
  return Object.entries(value).flatMap(([key, inside]) => unfilled(inside, `${at}.${key}`))
}

/** Each metric of the registry has a value, or a reason why it has none. */
function accountedFor({ metrics, unknown }: Observation) {
  expect(Object.keys({ ...metrics, ...unknown }).sort()).toEqual(Object.keys(METRICS).sort())
  for (const reason of Object.values(unknown)) expect(reason).toMatch(/\w/)
}

const ids = (strategies: readonly { readonly id: string }[]) => strategies.map(({ id }) => id)
const STRATEGIES = ids(bundleOptimizer!.strategies)

it('the specification’s methods give their results in full on a real site, and leave the checkout as it was', async () => {
  const before = fingerprint(target.root)

  const analysis = await orchestrator.analyzeOptimizationOpportunities('Site', { scope: 'frontend', loads: 1 })
  expect(unfilled(analysis)).toEqual([])
  expect(analysis).toMatchObject({
    targetId: 'site',
    // What was asked, and the profiles of the settings.
    config: { scope: 'frontend', loads: 1, profiles: ['mobile'] },
    statistics: { opportunitiesIdentified: 0, implementationComplexity: 'none', riskLevel: 'none' },
  })
  accountedFor(analysis.currentPerformance)
  expect(analysis.currentPerformance.metrics['largest-contentful-paint']).toBeGreaterThan(0)
  expect(analysis.bottlenecks.length).toBeGreaterThan(0)
  expect(analysis.duration).toBeGreaterThan(0)
  const looked = analysis.opportunities.filter(({ optimizerId }) => optimizerId === 'bundle-optimizer')
  expect(ids(looked.map(({ strategy }) => strategy))).toEqual(STRATEGIES)
  for (const { applicable, reason, conditions } of looked) {
    expect({ applicable, reason }).toEqual({ applicable: false, reason: expect.stringContaining('do not hold') })
    expect(conditions.map(({ holds }) => holds)).not.toContain(true)
  }

  const started = await orchestrator.startOptimizationAutomation({
    optimizers: [bundleOptimizer!],
    targets: [target],
    seed: 7,
  })
  const zeros = {
    optimizationsAttempted: 0,
    optimizationsSuccessful: 0,
    optimizationsFailed: 0,
    rollbacksPerformed: 0,
    performanceGain: 0,
    downtime: 0,
  }
  expect(unfilled(started)).toEqual([])
  expect(started).toMatchObject({
    status: 'active',
    statistics: zeros,
    results: [],
    learningInsights: [],
    optimizers: [bundleOptimizer],
    strategies: bundleOptimizer!.strategies,
    config: { seed: 7, profiles: ['mobile'], budget: { milliseconds: 240_000 } },
    alerts: [{ severity: 'info', message: expect.stringContaining('draft.txt') }],
  })
  expect(started.startTime).toBeInstanceOf(Date)
  accountedFor(started.baseline.site!)

  const settled = await orchestrator.whenSettled(started.id)
  expect(settled).toMatchObject({ id: started.id, status: 'completed', statistics: zeros, results: [] })
  expect(settled.endTime!.getTime()).toBeGreaterThan(settled.startTime.getTime())
  expect(settled.decisions.at(-1)).toMatchObject({ subject: 'stop', chosen: null })
  expect(ids(settled.decisions.at(-1)!.alternatives)).toEqual(STRATEGIES)

  const report = await orchestrator.generateOptimizationReport(started.id, {
    targetId: 'site',
    analysisConfig: { scope: 'all' },
  })
  expect(unfilled(report)).toEqual([])
  expect(report).toMatchObject({
    session: { id: started.id, status: 'completed' },
    // The session's own analysis: nothing is measured for a report.
    opportunityAnalysis: { id: settled.analyses.site!.id },
    executiveSummary: { headline: expect.stringContaining('Site'), kept: 0, rejected: 0, inconclusive: 0, changes: [] },
    optimizationOverview: [],
    automationAnalysis: { decisions: settled.decisions, alphaSpent: 0 },
    performanceImpact: {
      effects: [],
      headline: [],
      business: { conversionRate: { kind: 'needs-visits' }, bounceRate: { kind: 'needs-visits' } },
    },
    learningInsights: [],
    appendices: { configuration: { seed: 7 }, statistics: zeros, optimizationHistory: [] },
  })
  expect(report.automationAnalysis.policies.length).toBeGreaterThan(0)
  // Files that only wait for the network's round trips: there is nothing that anybody should do.
  expect(report.recommendations).toEqual([])
  expect(report.generatedAt).toBeInstanceOf(Date)

  const execution = orchestrator.executeAutomatedOptimization(
    'bundle-optimizer',
    {
      type: 'performance-threshold',
      metric: 'largest-contentful-paint',
      condition: 'p75 > 100',
      frequency: 'continuous',
    },
    { target },
  )
  // With what was measured for each strategy.
  await expect(execution).rejects.toMatchObject({
    code: 'NOTHING_APPLIES',
    message: expect.stringMatching(
      /code-splitting: .*JavaScript of a first visit is 0 bytes .*image-optimization: .*Image bytes is 0 bytes/,
    ),
  })

  expect(fingerprint(target.root)).toEqual(before)
  expect(warnings.filter(warning => !warning.includes('no sandbox'))).toEqual([])
})
