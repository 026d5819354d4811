import { describe, expect, it } from 'vitest'
import type { Actuator, ActuatorContext, AppliedChange, Candidate, SettingEffect } from '../model/actuator.js'
import type { BuiltArm } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import { settingsAfter } from './settings-after.js'
import { shownByBuild } from './shown-by-build.js'

const key = (name: string, effect: SettingEffect['effect'], note: string): SettingEffect => ({
  key: name,
  effect,
  note,
})
const trial = (...settings: SettingEffect[]) => ({
  applied: { summary: '', details: [], refusals: [], measured: {}, settings } satisfies AppliedChange,
  commit: null,
})

it('what a build showed counts before what was proposed, what was kept before what was put back, and acting once is acting', () => {
  const proposed = [key('groups.common.name', 'acts', 'proposed'), key('routes', 'acts', 'proposed')]
  const none = key('groups.common.name', 'without-effect', 'no chunk')
  const made = key('groups.common.name', 'acts', 'a chunk')
  expect(settingsAfter(proposed, [])).toEqual(proposed)
  expect(settingsAfter(proposed, [trial(none), { applied: null, commit: null }])).toEqual([none, proposed[1]])
  expect(settingsAfter(proposed, [trial(made), trial(none)])).toEqual([made, proposed[1]])
  expect(settingsAfter(proposed, [trial(none), trial(made)])).toEqual([made, proposed[1]])
  const later = key('groups.common.name', 'without-effect', 'tried later')
  expect(settingsAfter([], [trial(none), trial(later)])).toEqual([none])
  // The report speaks of what is there now.
  expect(settingsAfter(proposed, [trial(made), { ...trial(none), commit: 'c0ffee' }])).toEqual([none, proposed[1]])
  expect(settingsAfter([], [trial(none)])).toEqual([none])
})

describe('what a build shows', () => {
  const told: string[] = []
  const logger = { debug: (message: string) => void told.push(message) }
  const context = { logger, signal: new AbortController().signal } as unknown as ActuatorContext<'webpack-optimization'>
  const shown = (inspectBuilt?: () => Promise<readonly SettingEffect[]>) =>
    shownByBuild({ inspectBuilt } as unknown as Actuator, { id: 'split' } as Candidate, context, {} as BuiltArm)

  it('is nothing for a strategy that reads nothing off it', async () => {
    expect(await shown()).toEqual([])
    expect(await shown(async () => [key('routes', 'acts', 'a chunk')])).toEqual([key('routes', 'acts', 'a chunk')])
  })

  it('costs the candidate nothing where it cannot be read; what is no known error, or an end of the session, goes on', async () => {
    const failing = (code: 'BUILD_FAILED' | 'CANCELLED') => async () => {
      throw new TunewrightError(code, 'It cannot be read.', { remedy: 'None.' })
    }
    expect(await shown(failing('BUILD_FAILED'))).toEqual([])
    expect(told).toEqual([expect.stringContaining('split')])
    await expect(shown(failing('CANCELLED'))).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(shown(() => Promise.reject(new TypeError('a defect')))).rejects.toThrow(TypeError)
  })
})
