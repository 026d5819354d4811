import { z } from 'zod'
import type {
  Actuator,
  ActuatorContext,
  AppliedChange,
  Candidate,
  Finding,
  Proposal,
  SettingEffect,
} from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { HtmlSources } from '../../html/html-source.js'
import { policyFile } from '../../html/policy-file.js'
import { servedTexts } from '../../html/served-texts.js'
import { sourcePages } from '../../html/source-pages.js'
import { settingEffect } from '../../setting-effect.js'
import { type Edited, freeTags, waitForFrames } from './edit-page.js'
import { type FilePlan, planFile } from './plan-file.js'
import { predictedOfFrames, predictedOfTags } from './predict.js'
import { type Vendor, vendorsOf } from './vendors.js'

type Context = ActuatorContext<'third-party'>

const settingsSchema = z.strictObject({
  kind: z.enum(['frames', 'async', 'after-load']),
  files: z
    .array(
      z.strictObject({
        file: z.string(),
        /** Of frames the lab's words for them, of tags their addresses. */
        what: z.array(z.string()).min(1).readonly(),
      }),
    )
    .min(1),
})
type Settings = z.infer<typeof settingsSchema>

const edited = (html: string, kind: Settings['kind'], what: readonly string[]): Edited =>
  kind === 'frames' ? waitForFrames(html, what) : freeTags(html, what, kind)

const pathsOf = (plans: readonly FilePlan[]): string =>
  plans.flatMap(({ pages }) => pages.map(({ path }) => path)).join(', ')

const candidatesOf = (plans: readonly FilePlan[], { observation, configuration }: Context): Candidate[] => {
  const pages = new Set(observation.pages.map(({ page }) => page.id)).size
  const framed = plans.filter(({ frames }) => frames.length > 0)
  const tagged = plans.filter(({ tags }) => tags.length > 0)
  const how = configuration.tags === 'after-load' ? 'after-load' : 'async'
  return [
    ...(tagged.length === 0
      ? []
      : [
          {
            id: how === 'async' ? 'async-tags' : 'tags-after-load',
            title: `${how === 'async' ? 'Let tags of others come beside the page' : 'Load tags of others once the page is there'} on ${pathsOf(tagged)}`,
            shortTitle:
              how === 'async' ? 'Let tags of others come beside the page' : 'Load tags of others after the page',
            settings: {
              kind: how,
              files: tagged.map(({ file, tags }) => ({ file, what: [...new Set(tags.map(({ src }) => src))] })),
            } satisfies Settings,
            predicted: predictedOfTags(tagged, pages),
            basis:
              'The measured loads: what the first paint waits for these tags after all that it waits for otherwise.',
          },
        ]),
    ...(framed.length === 0
      ? []
      : [
          {
            id: 'lazy-frames',
            title: `Let frames below the first view wait until they are scrolled to on ${pathsOf(framed)}`,
            shortTitle: 'Let frames wait until they are scrolled to',
            settings: {
              kind: 'frames' as const,
              files: framed.map(({ file, frames }) => ({ file, what: frames.map(({ selector }) => selector) })),
            } satisfies Settings,
            predicted: predictedOfFrames(framed, pages),
            basis:
              'The measured loads: the bytes of the frames’ documents, and the time for which the load event waits for them alone; what they load in turn is not told apart.',
          },
        ]),
  ]
}

const vendorFinding = ({ name, category, hosts, pages, requests, bytes, usualTime }: Vendor): Finding => {
  const kind = category === null ? '' : ` (${category})`
  const size = bytes === null ? 'none of which the lab reaches' : `${Math.round(bytes / 1000)} kB`
  const time = usualTime === null ? '' : `; on pages of the HTTP Archive its scripts run ${usualTime} ms (mean, phones)`
  return {
    subject: name,
    message: `${name}${kind} is asked by ${pages.join(', ')}: ${requests} ${requests === 1 ? 'request' : 'requests'} of a load to ${hosts.join(', ')}, ${size}${time}`,
    ...(bytes === null ? {} : { value: bytes }),
  }
}

const settingEffects = (
  { configuration }: Context,
  plans: readonly FilePlan[],
  candidates: readonly Candidate[],
): SettingEffect[] => {
  const { frames, tags, videos } = configuration
  const offers = (...ids: readonly string[]): boolean => candidates.some(({ id }) => ids.includes(id))
  const tells = (pattern: RegExp): boolean =>
    plans.some(({ findings }) => findings.some(({ message }) => pattern.test(message)))
  return [
    settingEffect(
      'frames.minimumDistance',
      true,
      frames.minimumDistance === null
        ? 'frames come with the page'
        : `frames that begin at least ${frames.minimumDistance} px below what is seen at first`,
    ),
    settingEffect(
      'tags',
      tags === 'as-is' || offers('async-tags', 'tags-after-load') || tells(/in its tag/),
      {
        async: 'known tags come beside the page',
        'after-load': 'known tags come once the page is there',
        'as-is': 'tags stay as they are',
      }[tags],
    ),
    settingEffect(
      'videos',
      videos === 'as-is' || tells(/player/),
      videos === 'told' ? 'what could stand in for a player is told' : 'nothing is said of players',
    ),
    settingEffect(
      'automation.detection',
      true,
      'what the measured loads ask of others, and where frames are in every view',
    ),
    settingEffect('automation.vendors', true, 'names and usual times of vendors are those of third-party-web'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const { files, unknown } = await sourcePages(sources, context.observation)
  const textOf = servedTexts(context.target, context.baseline)
  const means = { context, workspace, textOf, policyFile: await policyFile(workspace) }
  const plans: FilePlan[] = []
  for (const file of files) plans.push(await planFile(file, means))
  const candidates = candidatesOf(plans, context)
  const refusals = [...unknown, ...plans.flatMap(plan => plan.refusals)]
  return {
    candidates,
    findings: [
      ...plans.flatMap(({ views, frames, tags, pages, findings }) => [
        ...frames.map(({ src, below }) => ({
          subject: pages[0].path,
          message: `the frame ${src} is loaded with the page, and begins ${Math.round(below)} px below what is seen at first`,
          value: Math.round(below),
        })),
        ...tags.map(({ src, tag }) => ({ subject: pages[0].path, message: `${tag.name} (${src}) holds up the page` })),
        ...(views.length === 0 ? [] : findings),
      ]),
      ...vendorsOf(context.observation.pages).map(vendorFinding),
    ],
    measured: {},
    refusals:
      candidates.length + refusals.length > 0
        ? refusals
        : plans.map(({ file }) => ({
            subject: file,
            reason: 'it has no frame below the first view, and no tag of others that holds it up',
          })),
    settings: settingEffects(context, plans, candidates),
  }
}

const apply = async (chosen: Candidate, _: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { kind, files } = settingsSchema.parse(chosen.settings)
  const details: string[] = []
  for (const { file, what } of files) {
    const result = edited(await workspace.readText(file), kind, what)
    if (typeof result === 'string') {
      throw new TunewrightError('CHANGE_REFUSED', `${file} ${result}.`, {
        remedy: 'Analyze the target again: the page has changed since the proposal.',
      })
    }
    await workspace.write(file, result.text)
    const done = { frames: 'loading="lazy"', async: 'async', 'after-load': 'after the load event' }[kind]
    details.push(`${file}: ${what.join(', ')}: ${done}`)
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Keeps what others bring along from holding up a page. */
export const actuator: Actuator<'third-party'> = { type: 'third-party', propose, apply }
