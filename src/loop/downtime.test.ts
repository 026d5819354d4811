import { expect, test } from 'vitest'
import type { OptimizationAutomationSession } from '../model/session.js'
import type { SystemAct } from '../model/system-act.js'
import { actOfDelivery } from './deliver.js'
import { noteAct, timedAct } from './downtime.js'

const session = () =>
  ({
    optimizers: [
      { id: 'bundles', constraints: [{ type: 'business', requirement: 'minimal-downtime', threshold: '5m' }] },
    ],
    systemActs: [],
    alerts: [],
    statistics: { downtime: 0 },
  }) as unknown as OptimizationAutomationSession

const stopped = (minutes: number, at: string): SystemAct => ({
  at,
  act: 'the service was started anew',
  milliseconds: minutes * 60_000,
  outOfService: true,
  evidence: 'nothing answered on its port',
})

test('handing over a branch is on record and takes nothing out of service', async () => {
  const delivery = { branch: 'tunewright/s1', commits: [], patch: null }
  const { result, act } = await timedAct(async () => delivery, actOfDelivery)
  expect(result).toBe(delivery)
  const done = session()
  noteAct(done, act)
  expect(done.systemActs).toMatchObject([{ act: expect.stringContaining('tunewright/s1'), outOfService: false }])
  expect(done.statistics.downtime).toBe(0)
})

test('downtime is the sum of what took the system out of service, each act counted once', () => {
  const done = session()
  for (const act of [stopped(2, 'a'), { ...stopped(9, 'b'), outOfService: false }, stopped(3, 'c'), stopped(2, 'a')])
    noteAct(done, act)
  expect(done.systemActs).toHaveLength(3)
  expect(done.statistics.downtime).toBe(5 * 60_000)
  expect(done.alerts).toEqual([])
})

test('more than a constraint allows raises one critical alert', () => {
  const done = session()
  for (const at of ['a', 'b', 'c', 'd']) noteAct(done, stopped(2, at))
  expect(done.alerts).toMatchObject([{ severity: 'critical', message: expect.stringContaining('bundles allows 5m') }])
})
