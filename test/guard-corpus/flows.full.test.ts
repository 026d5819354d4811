import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Lab } from '../../src/instruments/lab/index.js'
import { serveRunning } from '../../src/instruments/serving/index.js'
import { PROFILES } from '../../src/model/profile.js'
import { flowOf, PASSWORD } from './flow-of.js'
import { cases } from './index.js'
import { serveSite } from './serve-site.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

let lab: Lab
beforeAll(async () => {
  process.env[PASSWORD.env] = PASSWORD.value
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  delete process.env[PASSWORD.env]
  await lab.close()
})

const acted = cases.filter(({ actions, conditions }) => actions !== undefined && conditions?.javascript !== false)

describe('the steps of the corpus, taken by the lab on the sound side', () => {
  it.each(acted.map(subject => [subject.id, subject] as const))('%s', async (_, subject) => {
    const site = await serveSite(subject.base, 1)
    const arm = await serveRunning(new URL(site.origin), { logger })
    try {
      const profile = subject.conditions?.width === 'phone' ? PROFILES.mobile : PROFILES.desktop
      const run = await lab.follow(arm, flowOf(subject)!, profile)
      expect(run.steps.filter(({ trouble }) => trouble !== undefined)).toEqual([])
      expect(run.completed).toBe(true)
    } finally {
      await arm.stop()
      await site.close()
    }
  })
})
