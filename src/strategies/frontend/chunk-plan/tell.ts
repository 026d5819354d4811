import type { Finding, SettingEffect } from '../../../model/actuator.js'
import type { MadePlan } from './plan/make-plan.js'
import type { Context } from './project.js'

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const percent = (share: number): string => `${Math.round(share * 100)} %`

/** What the plan comes to, chunk by chunk. */
export const findingsOf = ({ plan, costs, visit }: MadePlan): readonly Finding[] => [
  {
    subject: 'a visit of the measured pages, and the next',
    message: `${kilobytes(visit.before)} of scripts as the build is, ${kilobytes(visit.after)} expected with the plan`,
    metric: 'visit-script-size',
    value: Math.round(visit.before),
  },
  ...costs.chunks
    .filter(({ id }) => id.startsWith('chunk '))
    .map((chunk, index) => ({
      subject: `chunk ${plan.chunks[index]!.name}`,
      message: `${kilobytes(chunk.compressed)} expected, changed by ${percent(chunk.chance)} of deploys`,
    })),
]

/**
 * @param why nothing is offered; null where a plan is
 * @param planned whether a plan was made
 */
export const settingEffects = (
  { configuration }: Context,
  why: string | null,
  planned = true,
): readonly SettingEffect[] => {
  const say = (key: string, note: string): SettingEffect => ({
    key,
    effect: why === null ? 'acts' : 'without-effect',
    note: why === null ? note : `no plan is offered: ${why}`,
  })
  const { visit, limits } = configuration
  return [
    say('visit.pages', `a visit opens ${visit.pages} pages`),
    say('visit.returning', `${percent(visit.returning)} of visits follow one from before the deploy`),
    say('limits.minimumSize', `no chunk below ${limits.minimumSize} bytes is cut off`),
    say('limits.maximumRequests', `at most ${limits.maximumRequests} scripts at once`),
    planned
      ? {
          key: 'limits.minimumGain',
          effect: 'acts',
          note: `at least ${percent(limits.minimumGain)} of a visit's scripts`,
        }
      : say('limits.minimumGain', ''),
    say('automation.volatility', 'how often files and packages changed, from commits and lock files'),
    say('automation.navigation', 'links between the measured pages, by traffic, and recorded flows'),
    say('automation.implementation', 'a helper beside the configuration'),
    say('automation.validation', 'measured against the unchanged build'),
  ]
}
