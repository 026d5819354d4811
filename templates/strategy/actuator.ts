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
import { addFontDisplay } from './add-font-display.js'
import { type HoldingFont, holdingFonts } from './holding-fonts.js'

type Context = ActuatorContext<'example-strategy'>

/** A candidate is stored and read back: its settings are plain JSON, and checked when they come back. */
const settingsSchema = z.strictObject({
  sheets: z.array(z.strictObject({ file: z.string(), fonts: z.array(z.string()).min(1) })).min(1),
})
type Settings = z.infer<typeof settingsSchema>

/** Looks and says what could be tried; edits nothing. */
const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const { fonts, refusals } = holdingFonts(context.observation, context.configuration.minimumWait)
  const sheets: Settings['sheets'] = []
  for (const file of await workspace.list(['**/*.css'])) {
    const css = await workspace.readText(file)
    const urls = new Set(fonts.map(({ url }) => url))
    const declared = [...urls].filter(url => addFontDisplay(css, [url], context.configuration.fontDisplay) !== null)
    if (declared.length > 0) sheets.push({ file, fonts: declared })
  }
  const isDeclared = ({ url }: HoldingFont) => sheets.some(sheet => sheet.fonts.includes(url))
  const held = fonts.filter(isDeclared)
  return {
    candidates: held.length === 0 ? [] : [candidateOf(sheets, held, context)],
    findings: held.map(({ page, url, wait, shown }) => ({
      subject: page.path,
      message: `its largest text is shown ${Math.round(wait)} ms after ${url} was asked for`,
      metric: 'largest-contentful-paint' as const,
      value: Math.round(shown),
    })),
    // Metrics of the target that only this strategy's own instruments measure.
    measured: {},
    refusals: [
      ...refusals,
      ...fonts
        .filter(font => !isDeclared(font))
        .map(({ page, url }) => ({
          subject: `${url} on ${page.path}`,
          reason: 'no style sheet of the project declares it without a font-display',
        })),
    ],
    settings: settingEffects(context, held.length > 0),
  }
}

const candidateOf = (sheets: Settings['sheets'], held: readonly HoldingFont[], context: Context): Candidate => ({
  id: 'show-text-at-once',
  title: `Show text before its font has come on ${[...new Set(held.map(({ page }) => page.path))].join(', ')}`,
  settings: { sheets } satisfies Settings,
  predicted: { 'largest-contentful-paint': predictedChange(held, context) },
  basis: 'The measured wait: without it, text shows when its font is asked for, as its style sheet has come by then.',
})

/** In per cent, over all pages: a page that waits for several fonts is held back by the first that was asked for. */
const predictedChange = (held: readonly HoldingFont[], { observation }: Context): number => {
  const changes = new Map<string, number>()
  for (const { page, wait, shown } of held) changes.set(page.id, Math.min(changes.get(page.id) ?? 0, -wait / shown))
  const pages = new Set(observation.pages.map(({ page }) => page.id))
  return Math.round(([...changes.values()].reduce((sum, change) => sum + change, 0) / pages.size) * 1000) / 10
}

/** What each key of the configuration did here: none is left out. */
const settingEffects = ({ configuration }: Context, offered: boolean): SettingEffect[] => [
  { key: 'minimumWait', effect: 'acts', note: `fonts that text waits for by at least ${configuration.minimumWait} ms` },
  {
    key: 'fontDisplay',
    effect: offered ? 'acts' : 'without-effect',
    note: `@font-face rules without one get ${configuration.fontDisplay}`,
  },
  {
    key: 'automation.detection',
    effect: 'acts',
    note: 'fonts that were asked for before the largest text of each first load was shown',
  },
  { key: 'automation.validation', effect: 'acts', note: 'measured against the unchanged pages' },
]

/** Edits through the workspace alone: it writes down what undoes each edit first. The same candidate makes the same edits again. */
const apply = async (candidate: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { sheets } = settingsSchema.parse(candidate.settings)
  const { fontDisplay } = context.configuration
  const details: string[] = []
  for (const { file, fonts } of sheets) {
    const text = addFontDisplay(await workspace.readText(file), fonts, fontDisplay)
    if (text === null) {
      throw new TunewrightError('CHANGE_REFUSED', `${file} declares none of ${fonts.join(', ')} any more.`, {
        remedy: 'Analyze the target again: it has changed since the proposal.',
      })
    }
    await workspace.write(file, text)
    details.push(`${file}: font-display: ${fontDisplay} for ${fonts.join(', ')}`)
  }
  return { summary: candidate.title, details, refusals: [], measured: {} }
}

/** Shows text in a fallback font while its own is on its way, by `font-display`. */
export const actuator: Actuator<'example-strategy'> = { type: 'example-strategy', propose, apply }
