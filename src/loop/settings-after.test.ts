import { expect, it } from 'vitest'
import type { AppliedChange, SettingEffect } from '../model/actuator.js'
import { settingsAfter } from './settings-after.js'

const key = (name: string, effect: SettingEffect['effect'], note: string): SettingEffect => ({
  key: name,
  effect,
  note,
})
const trial = (...settings: SettingEffect[]) => ({
  applied: { summary: '', details: [], refusals: [], measured: {}, settings } satisfies AppliedChange,
})

it('what a build showed counts before what was proposed, and acting once is acting', () => {
  const proposed = [key('groups.common.name', 'acts', 'proposed'), key('routes', 'acts', 'proposed')]
  const none = key('groups.common.name', 'without-effect', 'no chunk')
  const made = key('groups.common.name', 'acts', 'a chunk')
  expect(settingsAfter(proposed, [])).toEqual(proposed)
  expect(settingsAfter(proposed, [trial(none), { applied: null }])).toEqual([none, proposed[1]])
  expect(settingsAfter(proposed, [trial(made), trial(none)])).toEqual([made, proposed[1]])
  expect(settingsAfter(proposed, [trial(none), trial(made)])).toEqual([made, proposed[1]])
  expect(settingsAfter([], [trial(none)])).toEqual([none])
})
