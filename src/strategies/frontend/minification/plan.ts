import { parse } from '@babel/parser'
import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { Replacement } from '../../build-config/literals.js'
import { type BuildConfiguration, readBuildConfiguration } from '../../build-config/read-build.js'
import { HtmlSources } from '../../html/html-source.js'
import { observedPages } from '../../html/observed-pages.js'
import { servedTexts } from '../../html/served-texts.js'
import { minifiedInVite, missingMinifiers } from './built-styles.js'
import { minifiedShare } from './same-rules.js'
import { type TwinReference, twinReferences } from './twins.js'

export type Context = ActuatorContext<'minification'>

export interface PlannedPage {
  readonly path: string
  readonly html: string
  readonly references: readonly TwinReference[]
}

export interface MinificationPlan {
  readonly pages: readonly PlannedPage[]
  readonly built: readonly Replacement[]
  readonly build: BuildConfiguration | null
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
  /** Bytes of style sheets without what minifying takes off, over bytes with it. */
  readonly builtShare: number
}

/** What is left of a file without comments and white space, below which it counts as not minified; and bytes from which that is told. */
const MINIFIED = 0.9
const WORTH_TELLING = 2000

const shareOf = (url: string, text: string): number => {
  if (/\.css$/.test(url)) return minifiedShare(text)
  try {
    const { tokens } = parse(text, { sourceType: 'unambiguous', tokens: true, errorRecovery: true })
    const left = (tokens ?? []).reduce((sum, one) => (/^Comment/.test(one.type) ? sum : sum + one.end - one.start), 0)
    return text.length === 0 ? 1 : left / text.length
  } catch {
    return 1
  }
}

/** Files of its own that the measured pages load as people wrote them. */
const unminified = async (context: Context): Promise<{ findings: Finding[]; styles: number }> => {
  const { observation, target, baseline } = context
  const textOf = servedTexts(target, baseline)
  const findings = new Map<string, Finding>()
  let [whole, left] = [0, 0]
  for (const { page, survey, loads } of observation.pages) {
    for (const { url } of [...survey.requests, ...(loads[0]?.requests ?? [])]) {
      const path = url.replace(/[?#].*$/, '')
      if (!/^\/.*\.(css|m?js)$/.test(path) || findings.has(path)) continue
      const text = await textOf(page.path, url)
      if (text === null) continue
      const share = shareOf(path, text)
      const saved = Math.round(text.length * (1 - share))
      if (path.endsWith('.css')) {
        whole += text.length
        left += text.length - saved
      }
      if (share >= MINIFIED || saved < WORTH_TELLING) continue
      const message = `is sent as it is written: at least ${(saved / 1000).toFixed(1)} of ${(text.length / 1000).toFixed(1)} kB are comments and white space (before compression)`
      findings.set(path, { subject: path, message, value: saved })
    }
  }
  return { findings: [...findings.values()], styles: whole === 0 ? 1 : left / whole }
}

const planPages = async (
  context: Context,
  workspace: ReadableWorkspace,
): Promise<{ pages: PlannedPage[]; refusals: Refusal[] }> => {
  const { target, baseline, observation } = context
  const sources = await HtmlSources.read(target, baseline, workspace)
  const pages = new Map<string, PlannedPage>()
  const refusals = new Map<string, Refusal>()
  for (const page of observedPages(observation)) {
    const source = await sources.of(page)
    if (typeof source === 'string' || pages.has(source.path) || target.serve.kind !== 'static') continue
    const html = await workspace.readText(source.path)
    const found = await twinReferences(source.path, html, target.serve.folder, workspace)
    for (const refusal of found.refusals) refusals.set(refusal.subject, refusal)
    if (found.references.length > 0) pages.set(source.path, { path: source.path, html, references: found.references })
  }
  return { pages: [...pages.values()], refusals: [...refusals.values()] }
}

/** Style sheets that are sent as they are written, and what ends that without touching them. Edits nothing. */
export const planMinification = async (context: Context, workspace: ReadableWorkspace): Promise<MinificationPlan> => {
  const { target, observation, configuration } = context
  const { twins, built } = configuration.minified
  const build =
    observation.bundle === null ? null : await readBuildConfiguration(context, workspace, 'Style sheets are those of')
  const { findings, styles } = await unminified(context)
  const own = target.build ? { pages: [], refusals: [] } : await planPages(context, workspace)
  const edits =
    build?.bundle.bundler === 'vite' ? [...build.configs].flatMap(([path, text]) => minifiedInVite(path, text)) : []
  const asWritten = own.pages.length === 0 && edits.length === 0 && findings.length > 0
  return {
    pages: twins ? own.pages : [],
    built: built ? edits : [],
    build,
    findings: [...findings, ...(build === null ? [] : missingMinifiers(build))],
    refusals: asWritten
      ? [
          ...own.refusals,
          {
            subject: findings[0]!.subject,
            reason: 'is what people edit: it is not rewritten; a build step, or the server, can send it minified',
          },
        ]
      : own.refusals,
    builtShare: styles,
  }
}
