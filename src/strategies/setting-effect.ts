import type { SettingEffect } from '../model/actuator.js'

/** What a key of a strategy's configuration does on a target, with a note in words. */
export const settingEffect = (key: string, acts: boolean, note: string): SettingEffect => ({
  key,
  effect: acts ? 'acts' : 'without-effect',
  note,
})
