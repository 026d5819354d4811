import type { OptimizationAutomationReport } from '../../model/session.js'
import { formatDuration, formatNumber } from '../format.js'
import { html, type Markup } from './markup.js'

/** What the session was told, what it came to in numbers, and its optimizations one after another. */
export const appendices = (report: OptimizationAutomationReport): Markup => html`
<section id="configuration" data-field="appendices.configuration" aria-labelledby="configuration-title"><h3 id="configuration-title">Configuration</h3>${configuration(report)}</section>
<section id="statistics" data-field="appendices.statistics" aria-labelledby="statistics-title"><h3 id="statistics-title">Statistics</h3>${statistics(report)}</section>
<section id="history" data-field="appendices.optimizationHistory" aria-labelledby="history-title"><h3 id="history-title">History</h3>${history(report)}</section>`

const facts = (rows: readonly (readonly [name: string, value: Markup | string])[]): Markup =>
  html`<dl class="pairs">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`

function configuration({ appendices: { configuration: config } }: OptimizationAutomationReport): Markup {
  const { budget, profiles, seed, includeDirty, optimizers } = config
  const unset = 'not set: the default'
  return html`${config.targets.map(target =>
    facts([
      ['Target', html`${target.name} <span class="muted">${target.framework}</span>`],
      [
        'Pages',
        html`${target.pages.map(({ id, path, weight }) => html`<span class="line"><code>${path}</code> <span class="muted">${id}, weight ${formatNumber(weight, weight % 1 === 0 ? 0 : 2)}</span></span>`)}`,
      ],
      [
        'Build',
        target.build
          ? html`<code>${target.build.command}</code> into <code>${target.build.output}</code>`
          : 'none: the sources are served',
      ],
      [
        'Served',
        target.serve.kind === 'static'
          ? html`the folder <code>${target.serve.folder}</code>`
          : html`<code>${target.serve.command}</code>`,
      ],
      ['Tests', target.test ? html`<code>${target.test.command}</code>` : 'none of its own'],
      ['Environment', Object.keys(target.environment).join(', ') || 'nothing passed through'],
    ]),
  )}
${facts([
  ['Profiles', profiles?.join(', ') ?? unset],
  ['Time budget', budget?.milliseconds === undefined ? unset : formatDuration(budget.milliseconds)],
  ['Error budget', budget?.alpha === undefined ? unset : `${formatNumber(100 * budget.alpha, 3)} %`],
  ['Seed', seed === undefined ? unset : html`<code>${String(seed)}</code>`],
  ['Uncommitted changes', includeDirty ? 'included in the baseline' : 'left out: HEAD is the baseline'],
])}
<details><summary>Optimizers <span class="muted">${optimizers.length}</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Optimizers"><table><caption>The optimizers of this session, and how each was told to decide</caption>
<thead><tr><th scope="col">Optimizer</th><th scope="col">Strategies</th><th scope="col">Automation</th></tr></thead><tbody>
${optimizers.map(({ id, name, type, strategies, automation }) => html`<tr><th scope="row">${name}<span class="interval"><code>${id}</code>, ${type}</span></th><td>${strategies.map(strategy => strategy.name).join(', ')}</td><td>${automation.decisionMaking}, ${automation.executionMode}, ${automation.approvalRequired ? 'approval required' : 'no approval required'}, learning ${automation.learningEnabled ? 'on' : 'off'}</td></tr>`)}
</tbody></table></div></details>`
}

function statistics({ appendices: { statistics: figures } }: OptimizationAutomationReport): Markup {
  const wasProved = figures.optimizationsSuccessful > 0
  return facts([
    ['Tried', formatNumber(figures.optimizationsAttempted)],
    ['Kept', formatNumber(figures.optimizationsSuccessful)],
    ['Not kept', formatNumber(figures.optimizationsFailed)],
    ['Put back', formatNumber(figures.rollbacksPerformed)],
    [
      'Gain over the painting times',
      wasProved
        ? `${formatNumber(figures.performanceGain, 1)} % (geometric mean of FCP and LCP over all pages; their intervals stand at the top)`
        : 'none: nothing was kept',
    ],
    ['Downtime of your system', formatDuration(figures.downtime)],
  ])
}

function history({ appendices: { optimizationHistory } }: OptimizationAutomationReport): Markup {
  if (optimizationHistory.length === 0) return html`<p>No strategy was carried to a verdict.</p>`
  return html`<div class="scroll" tabindex="0" role="group" aria-label="History"><table><caption>Each strategy that was carried to a verdict, with its risks and what was done about them</caption>
<thead><tr><th scope="col">Strategy</th><th scope="col">Result</th><th scope="col">Risk and what was done about it</th></tr></thead><tbody>
${optimizationHistory.map(
  ({
    strategy,
    success,
    duration,
    timestamp,
    risks,
    execution,
    trigger,
  }) => html`<tr><th scope="row">${strategy.name}<span class="interval">${timestamp.toISOString().slice(0, 19).replace('T', ' ')} UTC, ${formatDuration(duration)}, started ${trigger.type === 'manual' ? 'by hand' : `by ${trigger.type.replaceAll('-', ' ')}`}</span></th>
<td>${success ? 'kept' : 'not kept'}<span class="interval">${execution.trials.length} tried, ${execution.rollbacks} put back${execution.rollbacks > 0 && (execution.restored ? ', byte for byte' : ', not shown to be as before')}</span></td>
<td>${risks.level}${risks.factors.length > 0 && `: ${risks.factors.join(', ').replaceAll('-', ' ')}`}${risks.mitigations.map(({ name, act }) => html`<span class="interval">${name.replaceAll('-', ' ')}: ${act}</span>`)}</td></tr>`,
)}
</tbody></table></div>`
}
