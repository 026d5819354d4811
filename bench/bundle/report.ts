import { median } from '../../src/system/median.js'
import { goalRow, type Row } from '../row.js'
import { columns, figure } from '../table.js'
import { ARMS, type ArmName } from './arms.js'
import { pairedRatio, toleratedRatio } from './lcp-ratio.js'
import type { MeasuredArm } from './measure.js'

export interface MeasuredProject {
  readonly name: string
  readonly visit: readonly string[]
  readonly tried: readonly string[]
  readonly arms: Readonly<Record<ArmName, MeasuredArm>>
}

const PEERS = ARMS.filter(name => name !== 'ours')

/** For each peer: bytes of the first route and of all, at most theirs; LCP not worse by the bound of its interval. */
export const projectRows = ({ name, arms }: MeasuredProject): Row[] =>
  PEERS.flatMap(peer => {
    const [ours, theirs] = [arms.ours, arms[peer]]
    const ratio = (measure: string, part: 'initial' | 'total'): Row =>
      goalRow({
        measure: `${name}: ${measure}, against ${peer}`,
        unit: 'of theirs',
        ours: ours.visit[part].wire / theirs.visit[part].wire,
        others: { [peer]: 1 },
        goal: 1,
      })
    const { high } = pairedRatio(ours.lcp, theirs.lcp)
    const lcp = goalRow({
      measure: `${name}: LCP of the first route, upper bound (95 %), against ${peer}`,
      unit: 'of theirs',
      ours: Number.isFinite(high) ? high : null,
      others: { [peer]: 1 },
      goal: toleratedRatio(median(theirs.lcp)),
    })
    return [ratio('bytes of the first route', 'initial'), ratio('bytes of all routes', 'total'), lcp]
  })

export const projectNotes = (project: MeasuredProject): string => {
  const { name, visit, tried, arms } = project
  const header = [name, ...visit, 'total', 'JS unpacked, first', 'JS unpacked, total', 'median LCP']
  const lines = ARMS.map(arm => {
    const { routes, total, initial } = arms[arm].visit
    const wire = [...routes, total].map(one => figure(one.wire))
    return [arm, ...wire, figure(initial.scripts), figure(total.scripts), `${Math.round(median(arms[arm].lcp))} ms`]
  })
  const ratios = PEERS.map(peer => {
    const { ratio, low, high } = pairedRatio(arms.ours.lcp, arms[peer].lcp)
    return `LCP, ours over ${peer}: ${ratio.toFixed(3)} (95 %: ${low.toFixed(3)} to ${high.toFixed(3)}), ${arms.ours.lcp.length} pairs`
  })
  const failed = ARMS.flatMap(arm => arms[arm].visit.failed.map(url => `${arm}: ${url} failed`))
  const why = projectRows(project)
    .filter(row => !row.holds)
    .map(row => `Missed: ${row.measure}: ${figure(row.ours)}`)
  return [columns([header, ...lines]), ...tried.map(one => `ours: ${one}`), ...ratios, ...failed, ...why].join('\n')
}
