import { z } from 'zod'
import type {
  Actuator,
  ActuatorContext,
  AppliedChange,
  Candidate,
  Proposal,
  Refusal,
  SettingEffect,
} from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { withoutQuery } from '../../../model/pathname.js'
import { type HtmlSource, HtmlSources } from '../../html/html-source.js'
import { policyFile } from '../../html/policy-file.js'
import { inPercent, meanOf } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { type Hint, insertHint } from './insert-hint.js'
import { type LatePicture, latePictures } from './late-pictures.js'
import { type PictureAddresses, pictureAddresses } from './picture-address.js'

type Context = ActuatorContext<'resource-hints'>

/** Which hint goes into which file. */
const several = z.strictObject({
  candidates: z
    .array(z.strictObject({ href: z.string(), descriptor: z.string() }))
    .min(1)
    .readonly(),
  sizes: z.string(),
})
const hint = z.strictObject({
  file: z.string(),
  page: z.string(),
  href: z.string(),
  several: several.nullable(),
  type: z.string().nullable(),
  fetchPriority: z.enum(['high', 'auto']),
  only: z.string().nullable(),
})
const settingsSchema = z.strictObject({ hints: z.array(hint).min(1) })
type PlacedHint = z.infer<typeof hint>

interface Placement extends PlacedHint {
  readonly picture: LatePicture
}

type Named = Pick<Hint, 'href' | 'several' | 'type'>

/** How a page's source asks for its picture: by the address it is shown by, or by all that browsers choose it from. */
const namesOf = async (
  { url, choice, page }: LatePicture,
  source: HtmlSource,
  addresses: PictureAddresses,
  responsive: boolean,
): Promise<Named | string> => {
  const address = await addresses.of(url, source, page)
  if (typeof address === 'string') return address
  const named: Named = { href: address.href, several: null, type: choice?.type ?? null }
  if (choice === null || choice.candidates.length === 1) return named
  if (!responsive) return `browsers choose among ${choice.candidates.length} addresses of its largest picture`
  const refused = addresses.severalRefused(source)
  if (refused !== null) return refused
  const candidates: { href: string; descriptor: string }[] = []
  for (const { url: candidate, descriptor } of choice.candidates) {
    const found = await addresses.of(candidate, source, page)
    if (typeof found === 'string') return found
    candidates.push({ href: found.href, descriptor })
  }
  return { ...named, several: { candidates, sizes: choice.sizes } }
}

/** What a hint can save: the picture still waits for what shows it, so no more than its own transfer, and no more than the delay. */
const predictedChange = (pictures: readonly LatePicture[], all: number): number => {
  const shares = pictures.map(one => Math.min(one.delay, one.transfer) / one.time)
  return inPercent(-meanOf(shares, all))
}

/** Other pages that are made from the same HTML, and do not ask for the picture: by their paths. */
const strangersTo = async (
  { url, page }: LatePicture,
  source: HtmlSource,
  sources: HtmlSources,
  { observation }: Context,
): Promise<string[]> => {
  const without = new Map<string, boolean>()
  for (const view of observation.pages) {
    if (view.page.id === page.id) continue
    const asked = [...view.survey.requests, ...view.loads.flatMap(({ requests }) => requests)]
    const isAsked = asked.some(request => request.url === url)
    without.set(view.page.path, (without.get(view.page.path) ?? true) && !isAsked)
  }
  const strangers: string[] = []
  for (const { page: other } of observation.pages) {
    if (!without.get(other.path) || strangers.includes(other.path)) continue
    const own = await sources.of(other)
    if (typeof own !== 'string' && own.path === source.path) strangers.push(other.path)
  }
  return strangers
}

const placements = async (
  context: Context,
  workspace: ReadableWorkspace,
): Promise<{ placed: Placement[]; refusals: Refusal[] }> => {
  const found = latePictures(context.observation, context.configuration.largestPicture.minimumDelay)
  const refusals: Refusal[] = [...found.refusals]
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const addresses = pictureAddresses(context, workspace)
  const policy = await policyFile(workspace)
  const placed: Placement[] = []
  for (const picture of found.pictures) {
    const refuse = (reason: string): void => {
      refusals.push({ subject: picture.page.path, reason })
    }
    const source = await sources.of(picture.page)
    if (typeof source === 'string') {
      refuse(source)
      continue
    }
    const strangers = await strangersTo(picture, source, sources, context)
    if (strangers.length > 0 && policy !== null) {
      refuse(
        `its HTML is also that of ${strangers.join(', ')}, and ${policy} sends a Content Security Policy, which may keep scripts out of it`,
      )
      continue
    }
    // What a script shows cannot be seen before the script has come.
    const fetchPriority = picture.byScript ? 'auto' : context.configuration.largestPicture.fetchPriority
    const only = strangers.length > 0 ? withoutQuery(picture.page.path) : null
    if (strangers.some(path => withoutQuery(path) === only)) {
      refuse(`what its path shows differs by the query: ${strangers.join(', ')} would load the picture for nothing`)
      continue
    }
    const named = await namesOf(picture, source, addresses, context.configuration.largestPicture.responsive)
    if (typeof named === 'string') {
      refuse(named)
      continue
    }
    const placement = { file: source.path, page: picture.page.path, ...named, fetchPriority, only, picture }
    const tried = insertHint(await workspace.readText(source.path), placement)
    if (typeof tried === 'string') refuse(`${source.path} ${tried}`)
    else placed.push(placement)
  }
  return { placed, refusals }
}

const candidate = (id: string, title: string, placed: readonly Placement[], context: Context): Candidate => ({
  id,
  title,
  shortTitle: 'Ask for the largest picture at once',
  settings: { hints: placed.map(({ picture: _, ...placement }) => placement) },
  predicted: {
    'largest-contentful-paint': predictedChange(
      placed.map(one => one.picture),
      new Set(context.observation.pages.map(({ page }) => page.id)).size,
    ),
  },
  basis:
    'The measured parts of LCP: a hint saves at most the picture’s delay, and at most its transfer, since what shows it comes as late as now.',
})

/** Each page with a hint of its own in one candidate; of those that hold for all pages of an HTML, a candidate per picture. */
const candidatesOf = (placed: readonly Placement[], context: Context): Candidate[] => {
  const pages = new Map(context.observation.pages.map(({ page }) => [page.id, page]))
  const shared = (one: Placement): boolean => context.target.serve.kind === 'process' || sharedFiles.has(one.file)
  const sharedFiles = new Set(
    placed.filter(one => placed.some(other => other !== one && other.file === one.file)).map(one => one.file),
  )
  if (context.target.serve.kind === 'static' && context.target.serve.fallback !== undefined && pages.size > 1) {
    for (const one of placed) if (one.file.endsWith(context.target.serve.fallback)) sharedFiles.add(one.file)
  }
  const isOwn = (one: Placement): boolean => one.only !== null || !shared(one)
  const own = placed.filter(isOwn)
  const pictures = new Map(placed.filter(one => !isOwn(one)).map(one => [`${one.file} ${one.href}`, one]))
  return [
    ...(own.length > 0
      ? [
          candidate(
            'preload-largest-pictures',
            `Ask for the largest picture at once on ${own.map(one => one.page).join(', ')}`,
            own,
            context,
          ),
        ]
      : []),
    ...[...pictures.values()]
      .toSorted((a, b) => b.picture.page.weight - a.picture.page.weight)
      .map((one, index) =>
        candidate(
          `preload-in-template-${index + 1}`,
          `Ask for ${one.picture.url} at once, in the HTML that all pages share`,
          [one],
          context,
        ),
      ),
  ]
}

const settingEffects = (context: Context, offered: boolean): SettingEffect[] => {
  const { largestPicture } = context.configuration
  return [
    settingEffect(
      'largestPicture.minimumDelay',
      true,
      `pictures asked for later than ${largestPicture.minimumDelay} ms after the first byte`,
    ),
    settingEffect('largestPicture.fetchPriority', offered, `the hint's priority is ${largestPicture.fetchPriority}`),
    settingEffect(
      'largestPicture.responsive',
      offered,
      largestPicture.responsive
        ? 'all that browsers choose from is handed on, with its type and sizes'
        : 'one address per hint',
    ),
    settingEffect('automation.detection', true, 'the element that the browser reports as LCP'),
    settingEffect('automation.placement', offered, 'the HTML file or template that the page is made from'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const { placed, refusals } = await placements(context, workspace)
  const candidates = candidatesOf(placed, context)
  return {
    candidates,
    findings: placed.map(({ picture }) => ({
      subject: picture.page.path,
      message: `${picture.url} is the largest element and is asked for ${Math.round(picture.delay)} ms after the first byte`,
      metric: 'largest-contentful-paint' as const,
      value: Math.round(picture.time),
    })),
    measured: {},
    refusals,
    settings: settingEffects(context, candidates.length > 0),
  }
}

const apply = async (chosen: Candidate, _: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { hints } = settingsSchema.parse(chosen.settings)
  const details: string[] = []
  for (const placed of hints) {
    const edited = insertHint(await workspace.readText(placed.file), placed)
    if (typeof edited === 'string') {
      throw new TunewrightError('CHANGE_REFUSED', `${placed.file} ${edited}.`, {
        remedy: 'Analyze the target again: the page has changed since the proposal.',
      })
    }
    await workspace.write(placed.file, edited.text)
    details.push(`${placed.file}: preload of ${placed.href} for ${placed.page}`)
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Adds `<link rel="preload">` for pictures that pages show largest and find late. */
export const actuator: Actuator<'resource-hints'> = { type: 'resource-hints', propose, apply }
