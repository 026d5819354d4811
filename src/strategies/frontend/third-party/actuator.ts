import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type {
  Actuator,
  ActuatorContext,
  AppliedChange,
  Candidate,
  Finding,
  Proposal,
  Refusal,
  SettingEffect,
} from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { HtmlSources } from '../../html/html-source.js'
import { policyFile } from '../../html/policy-file.js'
import { servedTexts } from '../../html/served-texts.js'
import { sourcePages } from '../../html/source-pages.js'
import { settingEffect } from '../../setting-effect.js'
import { type Edited, freeTags, standInFor, waitForFrames } from './edit-page.js'
import { moveToWorker } from './edit-worker.js'
import { type FilePlan, planFile, type WorkerPlace } from './plan-file.js'
import { predictedOfFrames, predictedOfTags, predictedOfWorker } from './predict.js'
import { type Vendor, vendorsOf } from './vendors.js'
import { workerPlace } from './worker-place.js'

type Context = ActuatorContext<'third-party'>

const laterSchema = z.strictObject({
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
const facadeSchema = z.strictObject({
  kind: z.literal('facade'),
  files: z
    .array(
      z.strictObject({
        file: z.string(),
        players: z.array(z.strictObject({ selector: z.string(), src: z.string(), facade: z.string() })).min(1),
        replaced: z.array(
          z.strictObject({ page: z.string(), selector: z.string(), url: z.string(), order: z.string() }),
        ),
      }),
    )
    .min(1),
})
const workerSchema = z.strictObject({
  kind: z.literal('worker'),
  folder: z.string(),
  /** Name and version. */
  library: z.string(),
  files: z
    .array(
      z.strictObject({
        file: z.string(),
        edit: z.strictObject({
          tags: z.array(z.string()).min(1),
          setUp: z.array(z.string()),
          forward: z.array(z.string()),
          library: z.string(),
        }),
      }),
    )
    .min(1),
})
const settingsSchema = z.discriminatedUnion('kind', [laterSchema, facadeSchema, workerSchema])
type Later = z.infer<typeof laterSchema>
type Facade = z.infer<typeof facadeSchema>
type Worker = z.infer<typeof workerSchema>

/** All that was looked for, and where a worker's library would go. */
interface Planned {
  readonly plans: readonly FilePlan[]
  readonly unknown: readonly Refusal[]
  readonly place: WorkerPlace | string | null
}

const planAll = async (context: Context, workspace: ReadableWorkspace): Promise<Planned> => {
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const { files, unknown } = await sourcePages(sources, context.observation)
  const textOf = servedTexts(context.target, context.baseline)
  const place = await workerPlace(context, workspace)
  const means = { context, workspace, textOf, policyFile: await policyFile(workspace), sources, place }
  const plans: FilePlan[] = []
  for (const file of files) plans.push(await planFile(file, means))
  return { plans, unknown, place }
}

const facadeOf = ({ plans }: Planned): Facade => ({
  kind: 'facade',
  files: plans
    .filter(({ players }) => players.length > 0)
    .map(({ file, players }) => ({
      file,
      players: players.map(({ selector, src, facade }) => ({ selector, src, facade })),
      replaced: players.flatMap(({ replaced }) => replaced),
    })),
})

const workerOf = ({ plans, place }: Planned): Worker | null =>
  place === null || typeof place === 'string'
    ? null
    : {
        kind: 'worker',
        folder: place.folder,
        library: `${place.library.name} ${place.library.version}`,
        files: plans.flatMap(({ file, worker }) =>
          worker === null
            ? []
            : [
                {
                  file,
                  edit: { ...worker, tags: [...worker.tags], setUp: [...worker.setUp], forward: [...worker.forward] },
                },
              ],
        ),
      }

const pathsOf = (plans: readonly FilePlan[]): string =>
  plans.flatMap(({ pages }) => pages.map(({ path }) => path)).join(', ')

const candidatesOf = (planned: Planned, { observation, configuration }: Context): Candidate[] => {
  const { plans } = planned
  const pages = new Set(observation.pages.map(({ page }) => page.id)).size
  const framed = plans.filter(({ frames }) => frames.length > 0)
  const tagged = plans.filter(({ tags }) => tags.length > 0)
  const how = configuration.tags === 'after-load' ? 'after-load' : 'async'
  const [facade, worker] = [facadeOf(planned), workerOf(planned)]
  const played = plans.filter(({ players }) => players.length > 0)
  const moved = plans.filter(({ worker: edit }) => edit !== null)
  return [
    ...(played.length === 0
      ? []
      : [
          {
            id: 'player-facades',
            title: `Show a button in the place of players until they are wanted on ${pathsOf(played)}`,
            shortTitle: 'Let players wait until they are wanted',
            settings: facade,
            predicted: predictedOfFrames(played, pages, 'players'),
            basis:
              'The measured loads: the bytes of the players’ documents, and the time for which the load event waits for them alone; what they load in turn is not told apart.',
          },
        ]),
    ...(worker === null || moved.length === 0
      ? []
      : [
          {
            id: 'tags-in-worker',
            title: `Run tags of others in a worker on ${pathsOf(moved)}`,
            shortTitle: 'Run tags of others in a worker',
            settings: worker,
            predicted: predictedOfWorker(moved, pages),
            basis: 'The measured loads: what these tags have of the time in which scripts hold up input.',
          },
        ]),
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
            } satisfies Later,
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
            } satisfies Later,
            predicted: predictedOfFrames(framed, pages, 'frames'),
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
  const { frames, tags, videos, workerScripts } = configuration
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
      tags === 'as-is' ||
        offers('async-tags', 'tags-after-load', 'tags-in-worker') ||
        tells(/in its tag|run in a worker/),
      {
        async: 'known tags come beside the page',
        'after-load': 'known tags come once the page is there',
        worker: 'tags that are known to, or named, run in a worker',
        'as-is': 'tags stay as they are',
      }[tags],
    ),
    settingEffect(
      'videos',
      videos === 'as-is' || offers('player-facades') || tells(/player/),
      {
        told: 'what could stand in for a player is told',
        facade: 'a button stands in for a player until it is wanted: what is seen in its place is not compared',
        'as-is': 'nothing is said of players',
      }[videos],
    ),
    settingEffect(
      'workerScripts',
      offers('tags-in-worker') && workerScripts.length > 0,
      workerScripts.length === 0 ? 'no script of the site is named' : workerScripts.map(({ src }) => src).join(', '),
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
  const planned = await planAll(context, workspace)
  const { plans, unknown } = planned
  const candidates = candidatesOf(planned, context)
  const refusals = [...unknown, ...plans.flatMap(plan => plan.refusals)]
  return {
    candidates,
    findings: [
      ...plans.flatMap(({ views, frames, tags, players, movable, pages, findings }) => [
        ...frames.map(({ src, below }) => ({
          subject: pages[0].path,
          message: `the frame ${src} is loaded with the page, and begins ${Math.round(below)} px below what is seen at first`,
          value: Math.round(below),
        })),
        ...tags.map(({ src, tag }) => ({ subject: pages[0].path, message: `${tag.name} (${src}) holds up the page` })),
        ...players.map(({ src }) => ({
          subject: pages[0].path,
          message: `the player ${src} is loaded whether it is wanted or not`,
        })),
        ...movable.map(({ src, forward }) => ({
          subject: pages[0].path,
          message: `${src} may run in a worker${forward.length > 0 ? `, which is told what the page says by ${forward.join(', ')}` : ''}`,
        })),
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

const fitsNoMore = (what: string): TunewrightError =>
  new TunewrightError('CHANGE_REFUSED', `${what}.`, {
    remedy: 'Analyze the target again: the page has changed since the proposal.',
  })

/** Writes a file's new text, or says why there is none. */
const rewrite = async (file: string, workspace: Workspace, edit: (html: string) => Edited): Promise<void> => {
  const result = edit(await workspace.readText(file))
  if (typeof result === 'string') throw fitsNoMore(`${file} ${result}`)
  await workspace.write(file, result.text)
}

const applyLater = async ({ kind, files }: Later, workspace: Workspace): Promise<readonly string[]> => {
  const done = { frames: 'loading="lazy"', async: 'async', 'after-load': 'after the load event' }[kind]
  for (const { file, what } of files)
    await rewrite(file, workspace, html => (kind === 'frames' ? waitForFrames(html, what) : freeTags(html, what, kind)))
  return files.map(({ file, what }) => `${file}: ${what.join(', ')}: ${done}`)
}

const applyFacade = async (wanted: Facade, context: Context, workspace: Workspace): Promise<readonly string[]> => {
  if (!isDeepStrictEqual(facadeOf(await planAll(context, workspace)), wanted))
    throw fitsNoMore('The players of these pages are not those that they were')
  for (const { file, players } of wanted.files) await rewrite(file, workspace, html => standInFor(html, players))
  return wanted.files.flatMap(({ file, players }) =>
    players.map(({ src }) => `${file}: a button until ${src} is wanted`),
  )
}

const applyWorker = async (wanted: Worker, context: Context, workspace: Workspace): Promise<readonly string[]> => {
  const planned = await planAll(context, workspace)
  const { place } = planned
  if (place === null || typeof place === 'string' || !isDeepStrictEqual(workerOf(planned), wanted))
    throw fitsNoMore('What would run in the worker, or its library, is not what it was')
  for (const { file, edit } of wanted.files)
    await rewrite(file, workspace, html => moveToWorker(html, edit, place.library.snippet))
  for (const { name, text } of place.library.files) await workspace.write(posix.join(wanted.folder, name), text)
  return [
    ...wanted.files.map(({ file, edit }) => `${file}: ${edit.tags.join(', ')}: in a worker`),
    `${wanted.folder}: the files of ${wanted.library}, copied as they are installed`,
  ]
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const settings = settingsSchema.parse(chosen.settings)
  const common = { summary: chosen.title, refusals: [], measured: {} }
  switch (settings.kind) {
    case 'facade': {
      const details = await applyFacade(settings, context, workspace)
      return { ...common, details, replaced: settings.files.flatMap(({ replaced }) => replaced) }
    }
    case 'worker':
      return { ...common, details: await applyWorker(settings, context, workspace) }
    default:
      return { ...common, details: await applyLater(settings, workspace) }
  }
}

/** Keeps what others bring along from holding up a page. */
export const actuator: Actuator<'third-party'> = { type: 'third-party', propose, apply }
