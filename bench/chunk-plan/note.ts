import { columns, figure } from '../table.js'
import { bytesOf, type MeasuredDeploys } from './measure.js'

export const deploysNote = ({ name, visits, notes }: MeasuredDeploys): string => {
  const header = [
    name,
    'first route',
    'first visit',
    'next visit',
    'both',
    'requests, first route',
    'requests, both visits',
  ]
  const lines = Object.entries(visits).map(([arm, both]) => {
    const [first, next] = both
    const requests = both.reduce((sum, visit) => sum + visit.total.requests, 0)
    return [
      arm,
      ...[first!.initial.wire, first!.total.wire, next!.total.wire, bytesOf(both)].map(figure),
      figure(first!.initial.requests),
      figure(requests),
    ]
  })
  const failed = Object.entries(visits).flatMap(([arm, both]) =>
    both.flatMap(visit => visit.failed.map(url => `${arm}: ${url} failed`)),
  )
  return [columns([header, ...lines]), ...notes, ...failed].join('\n')
}
