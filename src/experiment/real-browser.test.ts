import { afterAll, beforeAll, expect, test } from 'vitest'
import { changed, realLab, replaced, type Site, shopSite, target } from './fixtures/real-site.js'
import { runExperiment } from './run-experiment.js'

let machine: Awaited<ReturnType<typeof realLab>>
let site: Site
beforeAll(async () => {
  ;[machine, site] = await Promise.all([realLab(), shopSite()])
})
afterAll(async () => machine.close())

test('in a real browser: a page half its size that lost a picture and a script is rejected, and each loss is named', async () => {
  const broken = replaced(
    changed(site, { 'p2.png': null }),
    'main.js',
    "getElementById('count')",
    "getElementById('counter')",
  )
  const outcome = await runExperiment({
    target,
    profiles: ['mobile'],
    arms: { baseline: await machine.build('baseline', site), candidate: await machine.build('broken', broken) },
    lab: machine.lab,
    serve: machine.serve,
    criteria: [{ metric: 'transfer-size-reduction', minimum: 0.01 }],
    rollbackTriggers: [],
    constraints: [],
    alpha: 0.002,
    maxBlocks: 4,
    deadline: Number.MAX_SAFE_INTEGER,
    seed: 'real',
  })
  expect(outcome.verdict).toMatchObject({ outcome: 'rejected', blocks: 0, alphaSpent: 0 })
  const checks = new Set(outcome.verdict.breakages.map(b => b.check))
  expect([...checks].sort()).toEqual(expect.arrayContaining(['console', 'pixels', 'requests', 'text']))
  expect(outcome.counted.candidate.target['transfer-size-reduction']?.[0]).toBeGreaterThan(0.01)
})
