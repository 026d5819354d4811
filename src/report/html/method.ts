import { metric } from '../../model/metrics.js'
import type { Observation } from '../../model/observation.js'
import { PROFILES, type ProfileId } from '../../model/profile.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { formatDuration, formatNumber } from '../format.js'
import { html, type Markup, prose } from './markup.js'

/** How this was established: what a reader needs to repeat it, and every decision in order. */
export function method(report: OptimizationAutomationReport): Markup {
  const { session } = report
  const { config } = session
  const duration = session.endTime ? session.endTime.getTime() - session.startTime.getTime() : null
  const facts: [string, string | null][] = [
    ['Report', report.id],
    ['Session', session.id],
    ['Status', session.failure ? `${session.status}: ${session.failure}` : session.status],
    ['Started', session.startTime.toISOString()],
    ['Took', duration === null ? null : formatDuration(duration)],
    ['Seed', config.seed === undefined ? null : String(config.seed)],
    [
      'Hosts pages could reach',
      ['this machine', ...new Set(config.targets.flatMap(target => target.allowHosts ?? []))].join(', '),
    ],
    ['Samples and logs', withoutHome(session.stateFolder)],
  ]
  return html`<p class="intro">Both arms are built from the same commit, served by the same code, and loaded in random order next to each other, block by block, in a real browser behind a shaped network.</p>
<dl class="facts">${facts.filter(([, value]) => value !== null).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${profiles(report)}
${Object.values(session.baseline).map(baseline)}
${session.alerts.length > 0 && html`<h3>Alerts</h3><ul>${session.alerts.map(alert => html`<li>${alert.severity}: ${prose(alert.message)}</li>`)}</ul>`}`
}

/** Reports are passed on: the name of the person who made one is nobody's business. */
export const withoutHome = (folder: string): string => folder.replace(/^(?:\/(?:home|Users)\/[^/]+|\/root)(?=\/)/, '~')

function profiles(report: OptimizationAutomationReport): Markup {
  return profileList([
    ...Object.values(report.session.baseline).flatMap(({ pages }) => pages.map(({ profile }) => profile)),
    ...report.executiveSummary.changes.map(({ profile }) => profile),
  ])
}

/** Which devices and networks were emulated. */
export function profileList(ids: readonly ProfileId[]): Markup {
  const used = new Set(ids)
  return html`<h3>Profiles</h3><ul>${[...used].map(id => {
    const { title, viewport, network, cpuSlowdown } = PROFILES[id]
    const screen = `${viewport.width} × ${viewport.height} at ${viewport.deviceScaleFactor}×`
    const line = `${formatNumber(network.down / 1_000, 1)} Mbit/s down, ${formatNumber(network.up / 1_000, 1)} up, ${network.roundTrip} ms round trip`
    return html`<li>${title}: ${screen}, ${line}, main thread ${cpuSlowdown === 1 ? 'as fast as' : `${cpuSlowdown}× slower than`} the machine that measured</li>`
  })}</ul>`
}

function baseline(observation: Observation): Markup {
  const unknown = Object.entries(observation.unknown)
  return html`<h3>Baseline</h3><p>Revision <code>${observation.revision.slice(0, 12)}</code>, taken ${observation.takenAt}${observation.bundle && builtBy(observation.bundle)}.</p>
${unknown.length > 0 && html`<p>Not measured here:</p><ul>${unknown.map(([name, reason]) => html`<li>${titleOf(name)}: ${reason}</li>`)}</ul>`}`
}

const builtBy = ({ bundler, bundlerVersion, mode }: NonNullable<Observation['bundle']>): string =>
  bundler === 'unknown'
    ? ', built by a bundler that is not listened to: what it made is read from its output'
    : `, built by ${bundler} ${bundlerVersion} in ${mode} mode`

const titleOf = (name: string): string => metric(name as Parameters<typeof metric>[0])?.title ?? name
