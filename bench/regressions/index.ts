import { mean } from '../../src/experiment/statistics/summary.js'
import { findChanges } from '../../src/live/regressions/find-changes.js'
import { type Bench, goalRow, type Row } from '../row.js'
import { columns } from '../table.js'
import { generateSeries } from './generate.js'
import { type FindChanges, PEERS } from './peers/index.js'
import { f1 } from './score.js'
import { readAnnotatedSeries } from './tcpd.js'

/** Other series than the settings were chosen on. */
const SEED = 'measured'
const OF_EACH = 20
/** The most that may be missing from an F1 of 1. */
const AIM = 0.25

interface KnownSeries {
  readonly values: readonly (number | null)[]
  readonly annotations: readonly (readonly number[])[]
}

const METHODS: Readonly<Record<string, FindChanges>> = { ours: values => findChanges(values), ...PEERS }

/** How well changes of series are found, beside other methods on the same series, each at its defaults. */
export const regressionsBench: Bench = {
  name: 'regressions',
  title: 'Where series change: found by us and by other methods, each at its defaults, against what is known',
  data: 'a folder of annotated series in the format of the Turing Change Point Dataset',
  async run({ data, progress, signal }) {
    const generated = generateSeries(SEED, OF_EACH).map(({ values, changes }) => ({ values, annotations: [changes] }))
    const sets: Record<string, readonly KnownSeries[]> = {
      'generated series': generated,
      ...(data === null ? {} : { 'annotated series': await readAnnotatedSeries(data) }),
    }
    const scored = Object.entries(sets).map(([name, series]) => {
      progress(`${name} (${series.length})`)
      return { name, count: series.length, scores: scoresOf(series, signal) }
    })
    return { rows: scored.map(rowOf), notes: scored.map(noteOf) }
  },
}

interface Scored {
  readonly name: string
  readonly count: number
  /** F1 of each method, as a mean over the series. */
  readonly scores: Readonly<Record<string, number>>
}

const scoresOf = (series: readonly KnownSeries[], signal: AbortSignal): Scored['scores'] =>
  Object.fromEntries(
    Object.entries(METHODS).map(([name, method]) => [
      name,
      mean(
        series.map(({ values, annotations }) => {
          signal.throwIfAborted()
          return f1(annotations, method(values))
        }),
      ),
    ]),
  )

const rowOf = ({ name, scores: { ours, ...others } }: Scored): Row => {
  const missing = Object.fromEntries(Object.entries(others).map(([peer, score]) => [peer, 1 - score]))
  return goalRow({
    measure: `missing from an F1 of 1, ${name}`,
    unit: 'score',
    ours: 1 - ours!,
    others: missing,
    goal: Math.min(AIM, ...Object.values(missing)),
  })
}

const noteOf = ({ name, count, scores }: Scored): string =>
  `F1 over ${count} ${name}\n${columns(Object.entries(scores).map(([method, score]) => [method, score.toFixed(3)]))}`
