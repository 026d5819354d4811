import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { settingEffect } from '../../setting-effect.js'
import { predictedChange } from './asked-again.js'
import { addScript } from './edit-page.js'
import { planWorker, type WorkerPlan } from './plan.js'
import type { Context } from './served-output.js'
import { REGISTRATION, REGISTRATION_TEXT, WORKER, workerText } from './worker-text.js'

const settingsSchema = z.strictObject({
  folder: z.string(),
  settings: z.strictObject({
    folders: z.array(z.string()),
    hashed: z.string(),
    listed: z.array(z.string()),
    mostFiles: z.number(),
    largestPicture: z.number(),
  }),
  pages: z.array(z.strictObject({ file: z.string(), tag: z.string() })).min(1),
})
type Settings = z.infer<typeof settingsSchema>

const chosenOf = ({ folder, settings, pages }: WorkerPlan): Settings => ({
  folder,
  settings: { ...settings, folders: [...settings.folders], listed: [...settings.listed] },
  pages: [...pages],
})

const candidateOf = (plan: WorkerPlan, { observation }: Context): Candidate => ({
  id: 'hashed-files-worker',
  title: `Keep hashed files in a service worker for those who come back, registered by ${plan.pages.map(({ file }) => file).join(', ')}`,
  shortTitle: 'Keep hashed files in a service worker',
  settings: chosenOf(plan),
  predicted: predictedChange(plan.again, new Set(observation.pages.map(({ page }) => page.id)).size),
  basis:
    'The repeated loads: requests for hashed files that reached the server, and how long the first paint waited for them after all else.',
})

const settingEffects = ({ configuration }: Context, isOffered: boolean): SettingEffect[] => {
  const { worker, keep, mostFiles, largestPicture } = configuration
  return [
    settingEffect(
      'worker',
      worker === 'off' || isOffered,
      worker === 'off' ? 'no worker is written' : 'a worker may be written',
    ),
    settingEffect(
      'keep',
      isOffered && keep.length > 0,
      keep.length === 0 ? 'hashed files only' : `also ${keep.join(', ')}`,
    ),
    settingEffect('mostFiles', isOffered, `a browser keeps at most ${mostFiles} files`),
    settingEffect(
      'largestPicture',
      isOffered,
      largestPicture === 0 ? 'no pictures are kept' : `hashed pictures of at most ${largestPicture} bytes are kept`,
    ),
    settingEffect('automation.detection', true, 'what the loads of somebody who comes back ask for'),
    settingEffect('automation.documents', isOffered, 'pages always come from the network'),
    settingEffect('automation.placement', isOffered, 'the HTML file or template that the page is made from'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const { plan, findings, refusals } = await planWorker(context, workspace)
  return {
    candidates: plan === null ? [] : [candidateOf(plan, context)],
    findings,
    measured: {},
    refusals,
    settings: settingEffects(context, plan !== null),
  }
}

const fitsNoMore = (what: string): TunewrightError =>
  new TunewrightError('CHANGE_REFUSED', `The worker was not written: ${what}.`, {
    remedy: 'Analyze the target again: the project has changed since the proposal.',
  })

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const wanted = settingsSchema.parse(chosen.settings)
  const { plan, refusals } = await planWorker(context, workspace)
  if (plan === null) throw fitsNoMore(refusals[0]?.reason ?? 'nothing is asked for again')
  if (!isDeepStrictEqual(chosenOf(plan), wanted)) throw fitsNoMore('what it would keep is something else by now')
  const { folder, settings, pages } = wanted
  const details: string[] = []
  for (const { file, tag } of pages) {
    const result = addScript(await workspace.readText(file), tag)
    if (typeof result === 'string') throw fitsNoMore(`${file} ${result}`)
    await workspace.write(file, result.text)
    details.push(`${file}: ${tag}`)
  }
  await workspace.write(posix.join(folder, WORKER), workerText(settings))
  await workspace.write(posix.join(folder, REGISTRATION), REGISTRATION_TEXT)
  const kept = [
    ...settings.folders.map(one => `hashed files of /${one}`),
    ...settings.listed.filter(one => one !== REGISTRATION).map(one => `/${one}`),
  ]
  return {
    summary: chosen.title,
    details: [
      ...details,
      `${posix.join(folder, WORKER)} keeps ${kept.join(', ')}; pages always come from the network`,
      `${posix.join(folder, REGISTRATION)} asks for it after the load event`,
      'Asked for by `worker: on`. Taking the change back leaves the worker with those who have it: docs/offline-precache.md has the one that removes it.',
    ],
    refusals,
    measured: {},
  }
}

/** Keeps hashed files of a build where a server has browsers ask for them again. */
export const actuator: Actuator<'service-worker-precache'> = { type: 'service-worker-precache', propose, apply }
