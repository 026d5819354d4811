import path from 'node:path'
import type { Lab } from '../../src/instruments/lab/index.js'
import { serveArm } from '../../src/instruments/serving/index.js'
import type { BuiltArm } from '../../src/model/change.js'
import type { TargetSystem } from '../../src/model/target.js'
import { quiet, withRuntime } from '../bundle/runtime.js'
import { type RoutesVisit, visitDeploys } from '../bundle/visit-routes.js'
import { type Bench, type BenchOptions, goalRow, type Row } from '../row.js'
import { columns, figure } from '../table.js'
import { withFolder } from '../with-folder.js'
import { withLab } from '../with-lab.js'
import { buildRevision } from './arms.js'
import { type DeployedProject, installDeploys, PROJECTS } from './projects.js'

/** Bytes of both visits, ours over theirs, at most. */
const GOAL = 0.85

export const chunkPlanBench: Bench = {
  name: 'chunk-plan',
  title: 'Bytes of a visit of five routes and, after a deploy, of the next, against granular chunks (over the wire)',
  data: null,
  async run(options) {
    return withLab(options.signal, async lab => {
      const measured: Measured[] = []
      for (const project of PROJECTS) measured.push(await measure(project, lab, options))
      return { rows: measured.flatMap(rowsOf), notes: measured.map(notesOf) }
    })
  },
}

interface Measured {
  readonly name: string
  /** Both visits, by who cut. */
  readonly visits: ReadonlyMap<string, readonly RoutesVisit[]>
  readonly notes: readonly string[]
}

const measure = (project: DeployedProject, lab: Lab, options: BenchOptions): Promise<Measured> =>
  withFolder(async folder => {
    const [now, next] = await installDeploys(project, folder, options)
    const before = await withRuntime(now, path.join(folder, 'work-now'), lab, options, runtime =>
      buildRevision(runtime, project, null),
    )
    const after = await withRuntime(next, path.join(folder, 'work-next'), lab, options, runtime =>
      buildRevision(runtime, project, before.planned),
    )
    const visits = new Map<string, readonly RoutesVisit[]>()
    for (const [name, arm] of before.built) {
      options.progress(`${project.name}: both visits, ${name}`)
      visits.set(
        name,
        await visitBoth(
          [
            [arm, now],
            [after.built.get(name)!, next],
          ],
          project,
          options,
        ),
      )
    }
    return { name: project.name, visits, notes: before.notes }
  })

const visitBoth = async (
  arms: readonly (readonly [BuiltArm, TargetSystem])[],
  { visit }: DeployedProject,
  { signal }: Pick<BenchOptions, 'signal'>,
): Promise<readonly RoutesVisit[]> => {
  const served = []
  try {
    for (const [arm, target] of arms) served.push(await serveArm(arm, target, { logger: quiet, signal }))
    return await visitDeploys(served, visit, signal)
  } finally {
    for (const one of served) await one.stop()
  }
}

const total = (visits: readonly RoutesVisit[]): number => visits.reduce((sum, visit) => sum + visit.total.wire, 0)

const rowsOf = ({ name, visits }: Measured): Row[] => {
  const ours = visits.get('ours')
  return [...visits].flatMap(([peer, theirs]) =>
    peer === 'ours'
      ? []
      : [
          goalRow({
            measure: `${name}: bytes of a visit and the next after a deploy, against ${peer}`,
            unit: 'of theirs',
            ours: ours ? total(ours) / total(theirs) : null,
            others: { [peer]: 1 },
            goal: GOAL,
          }),
        ],
  )
}

const notesOf = ({ name, visits, notes }: Measured): string => {
  const header = [
    name,
    'first route',
    'first visit',
    'next visit',
    'both',
    'requests, first route',
    'requests, both visits',
  ]
  const lines = [...visits].map(([arm, both]) => {
    const [first, next] = both
    const requests = both.reduce((sum, visit) => sum + visit.total.requests, 0)
    return [
      arm,
      ...[first!.initial.wire, first!.total.wire, next!.total.wire, total(both)].map(figure),
      figure(first!.initial.requests),
      figure(requests),
    ]
  })
  const failed = [...visits].flatMap(([arm, both]) =>
    both.flatMap(visit => visit.failed.map(url => `${arm}: ${url} failed`)),
  )
  return [columns([header, ...lines]), ...notes, ...failed].join('\n')
}
