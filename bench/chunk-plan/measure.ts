import path from 'node:path'
import type { Lab } from '../../src/instruments/lab/index.js'
import { serveArm } from '../../src/instruments/serving/index.js'
import type { BuiltArm } from '../../src/model/change.js'
import type { TargetSystem } from '../../src/model/target.js'
import { quiet, withRuntime } from '../bundle/runtime.js'
import { type RoutesVisit, visitDeploys } from '../bundle/visit-routes.js'
import type { BenchOptions } from '../row.js'
import { withFolder } from '../with-folder.js'
import { buildRevision } from './arms.js'
import { type DeployedProject, installDeploys, PROJECTS } from './projects.js'

type Options = Pick<BenchOptions, 'signal' | 'progress'>

/** A project's visit and, after its next deploy, the next one. */
export interface MeasuredDeploys {
  readonly name: string
  /** Both visits, by who cut: `ours`, `as it is`, `granular chunks` and others. */
  readonly visits: Readonly<Record<string, readonly RoutesVisit[]>>
  readonly notes: readonly string[]
}

const measure = (project: DeployedProject, lab: Lab, options: Options): Promise<MeasuredDeploys> =>
  withFolder(async folder => {
    const [now, next] = await installDeploys(project, folder, options)
    const before = await withRuntime(now, path.join(folder, 'work-now'), lab, options, runtime =>
      buildRevision(runtime, project, null),
    )
    const after = await withRuntime(next, path.join(folder, 'work-next'), lab, options, runtime =>
      buildRevision(runtime, project, before.planned),
    )
    const visits: Record<string, readonly RoutesVisit[]> = {}
    for (const [name, arm] of before.built) {
      options.progress(`${project.name}: both visits, ${name}`)
      visits[name] = await visitBoth(
        [
          [arm, now],
          [after.built.get(name)!, next],
        ],
        project,
        options,
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

/** Bytes over the wire of both visits. */
export const bytesOf = (visits: readonly RoutesVisit[]): number =>
  visits.reduce((sum, visit) => sum + visit.total.wire, 0)

/** Every project of the bench, one after another. */
export const measureDeploys = async (lab: Lab, options: Options): Promise<readonly MeasuredDeploys[]> => {
  const measured: MeasuredDeploys[] = []
  for (const project of PROJECTS) measured.push(await measure(project, lab, options))
  return measured
}
