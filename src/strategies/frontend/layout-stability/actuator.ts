import { z } from 'zod'
import type {
  Actuator,
  ActuatorContext,
  AppliedChange,
  Candidate,
  Proposal,
  SettingEffect,
} from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { settingEffect } from '../../setting-effect.js'
import { candidatesFor } from './candidates.js'
import { describeShift, pageShifts } from './page-shifts.js'
import { type PreparedFiles, prepareFiles } from './prepare-files.js'

type Context = ActuatorContext<'layout-stability'>

const settingsSchema = z.strictObject({ files: z.array(z.string()).min(1) })

const settingEffects = (
  { configuration }: Context,
  { dimensioned, reserving, refusals }: PreparedFiles,
): SettingEffect[] => {
  const { dimensions, reservedHeight, minimumShift } = configuration
  const ratios = dimensioned.flatMap(({ given }) => given).filter(({ form }) => form !== 'attributes').length
  const reserved = reserving.flatMap(file => file.reserved).length
  return [
    settingEffect(
      'dimensions.ratioInStyle',
      ratios > 0 || !dimensions.ratioInStyle,
      dimensions.ratioInStyle
        ? `${ratios} pictures get a ratio in their style`
        : 'no picture gets a ratio in its style',
    ),
    settingEffect(
      'reservedHeight.minimum',
      reserved > 0 || refusals.some(({ reason }) => reason.includes('less than is reserved')),
      `${reserved} blocks of at least ${reservedHeight.minimum} px get a height from the start`,
    ),
    settingEffect('minimumShift', true, `causes that add at least ${minimumShift} are told, and their places reserved`),
    settingEffect('automation.detection', true, 'layout shifts of the measured loads'),
    settingEffect(
      'automation.safety',
      dimensioned.length > 0,
      'dimensions are tried in the pages, and held against all their rules',
    ),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const shiftsOf = ({ observation, configuration }: Context) => pageShifts(observation.pages, configuration.minimumShift)

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const shifts = shiftsOf(context)
  const prepared = await prepareFiles(context, shifts, workspace)
  return {
    candidates: candidatesFor(prepared, shifts, context.observation),
    findings: shifts.map(shift => ({
      subject: shift.page.path,
      message: describeShift(shift),
      metric: 'cumulative-layout-shift' as const,
      value: Math.round(shift.value * 1000) / 1000,
    })),
    measured: {},
    refusals: prepared.refusals,
    settings: settingEffects(context, prepared),
  }
}

const changed = (file: string): TunewrightError =>
  new TunewrightError('CHANGE_REFUSED', `${file} is not what it was when its change was proposed.`, {
    remedy: 'Analyze the target again: the page has changed since the proposal.',
  })

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const settings = settingsSchema.parse(chosen.settings)
  const { dimensioned, reserving } = await prepareFiles(context, shiftsOf(context), workspace)
  const details: string[] = []
  for (const name of settings.files) {
    const found = (chosen.id === 'dimensions' ? dimensioned : reserving).find(({ file }) => file === name)
    if (!found) throw changed(name)
    await workspace.write(name, found.text)
    if ('given' in found) {
      for (const { address, width, height, form, mostly } of found.given)
        details.push(
          `${name}: ${address} is ${mostly ? 'mostly ' : ''}${width} × ${height}${form === 'attributes' ? '' : ', as a ratio'}`,
        )
    } else {
      for (const { id, height } of found.reserved) details.push(`${name}: #${id} is at least ${height} px high`)
      for (const { selector, slides, started, clips } of found.shown)
        details.push(
          `${name}: of ${slides} slides in ${selector} the first alone is shown${clips ? ', uncut,' : ''} until it has the class ${started}`,
        )
    }
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Holds places for what comes late, and says what makes pages move. */
export const actuator: Actuator<'layout-stability'> = { type: 'layout-stability', propose, apply }
