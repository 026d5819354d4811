import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { writeHelper } from '../../build-config/extend-config.js'
import { readBuildConfiguration } from '../../build-config/read-build.js'
import { settingEffect } from '../../setting-effect.js'
import { HELPER, helperSource } from './helper/helper-source.js'
import { type Context, extended, PAGES_OF, type PrerenderingPlan, planPrerendering } from './plan.js'
import { predicted } from './predict.js'

const settingsSchema = z.strictObject({
  entry: z.string(),
  library: z.enum(['react', 'vue']),
  mount: z.string(),
  paths: z.array(z.string()).readonly(),
})

const candidatesOf = ({ application, gains }: PrerenderingPlan): Candidate[] =>
  application === null
    ? []
    : [
        {
          id: 'drawn-pages',
          title: `Draw pages while the project is built: ${application.paths.join(', ')}`,
          shortTitle: `Draw ${application.paths.length === 1 ? 'a page' : `${application.paths.length} pages`} while the project is built`,
          settings: application satisfies z.infer<typeof settingsSchema>,
          predicted: predicted(gains),
          basis:
            'The pages as the project’s own code draws them without a browser: they would be painted once their HTML and style sheets have come, by the times of these loads.',
        },
      ]

const settingEffects = ({ configuration }: Context, { application, gains }: PrerenderingPlan): SettingEffect[] => {
  const most = Math.max(0, ...gains.map(({ paint }) => paint))
  const { minimumGain } = configuration.prerendering
  return [
    settingEffect(
      'prerendering.minimumGain',
      application !== null,
      application === null
        ? 'no page can be drawn that gains so much'
        : `a page would be painted ${Math.round(most * 100)} % earlier, of ${minimumGain * 100} % asked for`,
    ),
    settingEffect('automation.detection', true, 'pages whose element for their content is empty in the HTML'),
    settingEffect(
      'automation.rendering',
      application !== null,
      'drawn for two unlike visitors in processes of the build, by the project’s own code',
    ),
    settingEffect('automation.validation', true, 'measured against the unchanged build'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planPrerendering(context, workspace)
  return {
    candidates: candidatesOf(plan),
    findings: plan.findings,
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

const apply = async (candidate: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const application = settingsSchema.parse(candidate.settings)
  const config = extended(await readBuildConfiguration(context, workspace, PAGES_OF))
  if (typeof config === 'string') {
    throw new TunewrightError('CHANGE_REFUSED', `Pages cannot be drawn while this project is built: ${config}.`, {
      remedy: 'Export the configuration of Vite from a file of the project, as export default.',
    })
  }
  const helper = await writeHelper(workspace, config, HELPER, await helperSource(application))
  return {
    summary: candidate.title,
    details: [
      `${config.path}: what it exports passes through ${helper}, which draws ${application.paths.join(', ')} while the project is built`,
      `${application.entry}: in browsers its first ${application.library === 'react' ? 'root' : 'application'} takes over what is drawn in #${application.mount}`,
    ],
    refusals: [],
    measured: {},
  }
}

/** Has pages whose HTML is empty drawn by the project's own code while it is built. */
export const actuator: Actuator<'prerendering'> = { type: 'prerendering', propose, apply }
