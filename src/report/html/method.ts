import { metric } from '../../model/metrics.js'
import type { Observation } from '../../model/observation.js'
import { PROFILES, type ProfileId } from '../../model/profile.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { formatDuration, formatNumber } from '../format.js'
import { html, type Markup } from './markup.js'

/** How this was established: what a reader needs to repeat it, and every decision in order. */
export function method(report: OptimizationAutomationReport): Markup {
  const { session } = report
  const { statistics, config } = session
  const duration = session.endTime ? session.endTime.getTime() - session.startTime.getTime() : null
  const facts: [string, string | null][] = [
    ['Session', session.id],
    ['Status', session.failure ? `${session.status}: ${session.failure}` : session.status],
    ['Started', session.startTime.toISOString()],
    ['Took', duration === null ? null : formatDuration(duration)],
    ['Tried', `${statistics.optimizationsAttempted}, put back ${statistics.rollbacksPerformed}`],
    ['Seed', config.seed === undefined ? null : String(config.seed)],
    ['Error spent', `${formatNumber(report.automationAnalysis.alphaSpent * 100, 3)} %`],
    [
      'Hosts pages could reach',
      ['this machine', ...new Set(config.targets.flatMap(target => target.allowHosts ?? []))].join(', '),
    ],
    ['Downtime of your system', formatDuration(statistics.downtime)],
    ['Samples and logs', withoutHome(session.stateFolder)],
  ]
  return html`<p class="intro">Both arms are built from the same commit, served by the same code, and loaded in random order next to each other, block by block, in a real browser behind a shaped network. The error spent is the chance, over everything tried, of keeping a change that does not help.</p>
<dl class="facts">${facts.filter(([, value]) => value !== null).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${profiles(report)}
${Object.values(session.baseline).map(baseline)}
${report.automationAnalysis.policies.length > 0 && html`<h3>Policies</h3><ul>${report.automationAnalysis.policies.map(policy => html`<li>${policy}</li>`)}</ul>`}
${settings(report)}
${session.alerts.length > 0 && html`<h3>Alerts</h3><ul>${session.alerts.map(alert => html`<li>${alert.severity}: ${alert.message}</li>`)}</ul>`}
${decisions(report)}`
}

/** Reports are passed on: the name of the person who made one is nobody's business. */
const withoutHome = (folder: string): string => folder.replace(/^(?:\/(?:home|Users)\/[^/]+|\/root)(?=\/)/, '~')

function profiles(report: OptimizationAutomationReport): Markup {
  const used = new Set<ProfileId>([
    ...Object.values(report.session.baseline).flatMap(({ pages }) => pages.map(({ profile }) => profile)),
    ...report.executiveSummary.changes.map(({ profile }) => profile),
  ])
  return html`<h3>Profiles</h3><ul>${[...used].map(id => {
    const { title, viewport, network, cpuSlowdown } = PROFILES[id]
    const screen = `${viewport.width} × ${viewport.height} at ${viewport.deviceScaleFactor}×`
    const line = `${formatNumber(network.down / 1_000, 1)} Mbit/s down, ${formatNumber(network.up / 1_000, 1)} up, ${network.roundTrip} ms round trip`
    return html`<li>${title}: ${screen}, ${line}, main thread ${cpuSlowdown}× slower than the machine that measured</li>`
  })}</ul>`
}

function baseline(observation: Observation): Markup {
  const unknown = Object.entries(observation.unknown)
  return html`<h3>Baseline</h3><p>Revision <code>${observation.revision.slice(0, 12)}</code>, taken ${observation.takenAt}${observation.bundle && `, built by ${observation.bundle.bundler} ${observation.bundle.bundlerVersion} in ${observation.bundle.mode} mode`}.</p>
${unknown.length > 0 && html`<p>Not measured here:</p><ul>${unknown.map(([name, reason]) => html`<li>${titleOf(name)}: ${reason}</li>`)}</ul>`}`
}

/** Settings that do nothing here are said to: the others are what the decisions below follow. */
function settings({ automationAnalysis, session }: OptimizationAutomationReport): Markup | null {
  const tried = new Set(session.results.map(({ optimizerId }) => optimizerId))
  const rows = Object.entries(automationAnalysis.settings)
    .filter(([optimizer]) => tried.has(optimizer))
    .flatMap(([optimizer, effects]) => effects.map(item => ({ optimizer, ...item })))
  if (rows.length === 0) return null
  return html`<details><summary>What the settings of the automation did <span class="muted">${rows.length}</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Settings"><table><caption>Each setting of the optimizers that tried something</caption>
<thead><tr><th scope="col">Setting</th><th scope="col">Effect</th></tr></thead><tbody>
${rows.map(({ optimizer, key, effect, note }) => html`<tr><th scope="row"><code>${key}</code><span class="interval">${optimizer}</span></th><td>${effect === 'acts' ? '' : 'Without effect: '}${note}</td></tr>`)}
</tbody></table></div></details>`
}

const titleOf = (name: string): string => metric(name as Parameters<typeof metric>[0])?.title ?? name

function decisions(report: OptimizationAutomationReport): Markup | null {
  const records = report.automationAnalysis.decisions
  if (records.length === 0) return null
  return html`<details><summary>Every decision, in order <span class="muted">${records.length}</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Decisions"><table><caption>What was decided, by which rule, on what evidence</caption>
<thead><tr><th scope="col">Decision</th><th scope="col">Rule</th><th scope="col">Evidence</th></tr></thead><tbody>
${records.map(
  record => html`<tr><th scope="row">${record.subject}: ${record.chosen ?? 'none'}<span class="interval">${record.at.toISOString().slice(11, 19)} UTC</span></th>
<td><code>${record.rule}</code></td><td>${record.evidence.join(' ')}</td></tr>`,
)}
</tbody></table></div></details>`
}
