import { type Bench, goalRow, type Row } from '../row.js'
import { withLab } from '../with-lab.js'
import { bytesOf, type MeasuredDeploys, measureDeploys } from './measure.js'
import { deploysNote } from './note.js'

/** Bytes of both visits, ours over theirs, at most. */
export const GOAL = 0.85

export const chunkPlanBench: Bench = {
  name: 'chunk-plan',
  title: 'Bytes of a visit of five routes and, after a deploy, of the next, against granular chunks (over the wire)',
  data: null,
  async run(options) {
    return withLab(options.signal, async lab => {
      const measured = await measureDeploys(lab, options)
      return { rows: measured.flatMap(rowsOf), notes: measured.map(deploysNote) }
    })
  },
}

const rowsOf = ({ name, visits }: MeasuredDeploys): Row[] => {
  const ours = visits.ours
  return Object.entries(visits).flatMap(([peer, theirs]) =>
    peer === 'ours'
      ? []
      : [
          goalRow({
            measure: `${name}: bytes of a visit and the next after a deploy, against ${peer}`,
            unit: 'of theirs',
            ours: ours ? bytesOf(ours) / bytesOf(theirs) : null,
            others: { [peer]: 1 },
            goal: GOAL,
          }),
        ],
  )
}
