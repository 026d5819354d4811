import type { OptimizationAutomationReport } from '../../model/session.js'
import { armsShown } from '../arms-shown.js'
import { namedByPage } from '../only-page.js'
import { headlineChanges, triesOf } from '../tries.js'
import { ablation } from './ablation.js'
import { appendices } from './appendices.js'
import { bundles } from './bundles.js'
import { comparisons } from './comparisons.js'
import { decisions } from './decisions.js'
import { filmstrips, lcpIn } from './filmstrip.js'
import { found } from './found.js'
import { headline } from './headline.js'
import { business, learning } from './learning.js'
import { leftAlone } from './left-alone.js'
import { html, type Markup } from './markup.js'
import { method } from './method.js'
import { next, roadmap } from './next.js'
import { overview } from './overview.js'
import type { PicturePreviews } from './pictures.js'
import { tryCard } from './try-card.js'
import { unproved } from './unproved-wholes.js'
import { waterfalls } from './waterfall.js'

type ReportField = keyof OptimizationAutomationReport

/** A part of the page, and which of the report's fields it says in words. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly fields: readonly ReportField[]
  readonly content: Markup
}

const RESULT = {
  about: 'All kept changes together against the original, measured afresh after the last decision.',
  nothing: 'Nothing was kept, so there is no before and after: the project is as it was.',
}

const none = (text: string) => html`<p class="intro">${text}</p>`

/** The report's sections in the order in which they are read: the result, what it looks like, why, what next, and how it was found out. */
export function sectionsOf(report: OptimizationAutomationReport, previews: PicturePreviews | null): readonly Section[] {
  const tries = triesOf(report)
  const kept = tries.filter(({ outcome }) => outcome === 'kept')
  const putBack = tries.filter(({ outcome }) => outcome !== 'kept')
  const arms = armsShown(report)
  const pages = report.session.config.targets.flatMap(target => target.pages)
  const section = (id: string, title: string, content: Markup | null, ...fields: ReportField[]): readonly Section[] =>
    content === null ? [] : [{ id, title, fields, content }]
  return [
    ...section(
      'result',
      'Before and after',
      html`${headline(namedByPage(headlineChanges(report), pages), RESULT)}${business(report.performanceImpact.business)}`,
      'performanceImpact',
    ),
    ...section('tried', 'What was tried', overview(report), 'optimizationOverview'),
    ...section('together', 'What each change does beside the others', ablation(report)),
    ...section('filmstrips', 'What visitors see', films(report)),
    ...section('pictures', 'Pictures', comparisons(tries, previews)),
    ...section('javascript', 'What the JavaScript is made of', bundles(arms)),
    ...section('requests', 'What the browser asks for', waterfalls(arms)),
    ...section('kept', 'What was kept', kept.length === 0 ? none('Nothing.') : html`${kept.map(tryCard)}`),
    ...section(
      'put-back',
      'What was put back',
      putBack.length === 0 ? none(nothingPutBack(kept.length)) : html`${putBack.map(tryCard)}`,
    ),
    ...section('not-upheld', 'What was not proved as one', unproved(report)),
    ...section('next', 'What to do next', next(report), 'recommendations'),
    ...section('roadmap', 'Roadmap', roadmap(report), 'roadmap'),
    ...section('found', 'Where the time went', found(report), 'opportunityAnalysis'),
    ...section('left-alone', 'What was left alone', leftAlone(report)),
    ...section('decisions', 'How it was decided', decisions(report), 'automationAnalysis'),
    ...section('learning', 'What was learned', learning(report.learningInsights), 'learningInsights'),
    ...section('method', 'How it was measured', method(report), 'id', 'session', 'generatedAt'),
    ...section('appendices', 'Appendices', appendices(report), 'appendices'),
  ]
}

const nothingPutBack = (kept: number): string =>
  kept === 0 ? 'Nothing: nothing was tried.' : 'Nothing: everything that was tried was kept.'

function films(report: OptimizationAutomationReport): Markup | null {
  const strips = Object.values(report.session.finalProof).flatMap(proof => proof.filmstrips)
  return filmstrips(strips, lcpIn(headlineChanges(report)))
}
