import { z } from 'zod'
import { sessionBudget } from '../model/schema/automation-config.js'
import { profileList, seed } from '../model/schema/vocabulary.js'
import type { ConfigurationManager } from '../model/services.js'
import type { OptimizationAutomationConfig, SessionBudget } from '../model/session.js'
import { setting } from './file-configuration.js'

/** What a session's configuration may leave to the settings. */
export interface SessionSettings extends Pick<OptimizationAutomationConfig, 'profiles' | 'seed' | 'includeDirty'> {
  budget: Partial<SessionBudget>
}

const { milliseconds, alpha } = sessionBudget.shape

/** A variable holds a text: `mobile,desktop` is a list too. */
const listed = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(',').map(item => item.trim()) : value

/**
 * The settings `budget.milliseconds`, `budget.alpha`, `profiles`, `seed` and `includeDirty`: what holds where a session's configuration says
 * nothing of them. Absent where they are not set.
 * @throws TunewrightError INPUT_INVALID that names the key, its variable, and what was expected.
 */
export function sessionSettings(configuration: ConfigurationManager): SessionSettings {
  const asked = <T>(key: string, schema: z.ZodType<T>) => setting<T | undefined>(configuration, key, schema, undefined)
  const profiles = setting<SessionSettings['profiles']>(
    { get: key => listed(configuration.get(key)) },
    'profiles',
    profileList,
    undefined,
  )
  const budget = { milliseconds: asked('budget.milliseconds', milliseconds), alpha: asked('budget.alpha', alpha) }
  const chosenSeed = asked('seed', seed)
  const includeDirty = asked('includeDirty', z.boolean())
  return {
    budget: {
      ...(budget.milliseconds !== undefined && { milliseconds: budget.milliseconds }),
      ...(budget.alpha !== undefined && { alpha: budget.alpha }),
    },
    ...(profiles && { profiles }),
    ...(chosenSeed !== undefined && { seed: chosenSeed }),
    ...(includeDirty !== undefined && { includeDirty }),
  }
}
