import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../../src/instruments/lab/index.js'
import { type ServedArm, serveArm } from '../../src/instruments/serving/index.js'
import { messageOf } from '../../src/model/errors.js'
import type { TargetSystem } from '../../src/model/target.js'
import { withIds } from '../../src/target/pages.js'
import { quiet, withRuntime } from '../bundle/runtime.js'
import type { BenchOptions } from '../row.js'
import { buildArms, type FrontendArms, OURS, UNTOUCHED } from './arms.js'
import { guardArms } from './guard-arms.js'
import type { MeasuredProject, Weights } from './measured.js'
import { recipesOf } from './peers/recipes.js'
import type { FrontendProject, LentProject } from './project.js'
import { rememberedIn } from './remembered-in.js'
import { runSession } from './session.js'
import { timeArms } from './time-arms.js'
import { weigh } from './weigh-arms.js'

/**
 * Everything of one project: the session, the arms, what they weigh, what they break, and how long they take.
 * @param folder kept for this project: what is done is on record there, and is not done again
 * @param budget of the session, as `--budget` takes it
 */
export const measureProject = (
  project: FrontendProject,
  folder: string,
  budget: string,
  lab: Lab,
  options: BenchOptions,
): Promise<MeasuredProject> =>
  rememberedIn(path.join(folder, 'measured.json'), () =>
    project.with(path.join(folder, 'project'), { ...options, lab }, async lent => {
      const at = (name: string): string => path.join(folder, name)
      const session = await rememberedIn(at('session.json'), async () =>
        runSession(lent, await emptied(at('session')), budget, options),
      )
      const made = await rememberedIn(at('arms.json'), async () =>
        makeArms(lent, session.branch, await emptied(at('arms')), lab, options),
      )
      const broken = await rememberedIn(at('guard.json'), () =>
        guardArms(lent.target, made.arms, pagesGuarded(lent), lab, options),
      )
      return withServed(lent.target, made, options.signal, async served => {
        const { weights, failed } = await rememberedIn(at('weights.json'), () => weighAll(lent, served, options))
        for (const name of Object.keys(failed)) served.delete(name)
        const timed = await timeArms(lent.target, served, lab, at('blocks.jsonl'), options)
        const asUntouched = sameAsUntouched(made)
        // What was left as it is, is the same arm: it is measured once.
        const measuredAs = (name: string): string => (asUntouched(name) ? UNTOUCHED : name)
        const left = made.arms.filter(({ name }) => measuredAs(name) in weights && !(measuredAs(name) in timed.failed))
        return {
          name: project.name,
          bundler: lent.bundler,
          visit: lent.visit,
          session: { kept: session.kept, summary: session.summary },
          failed: { ...made.failed, ...failed, ...timed.failed },
          blocks: timed.blocks.map(block =>
            Object.fromEntries(
              left.flatMap(({ name }) => (measuredAs(name) in block ? [[name, block[measuredAs(name)]!]] : [])),
            ),
          ),
          discarded: timed.discarded,
          arms: left.map(({ name, notes }) => ({
            name,
            notes,
            weights: weights[measuredAs(name)]!,
            broken: broken[name] ?? [],
            asUntouched: asUntouched(name),
          })),
        }
      })
    }),
  )

const emptied = async (folder: string): Promise<string> => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  return folder
}

/** Ours is guarded on every page of a visit, each once; what others break is shown on those that are timed. */
const pagesGuarded = ({ target, visit }: LentProject) => {
  const visited = withIds([...new Set(visit)].map(at => ({ path: at })))
  return (arm: string): TargetSystem['pages'] => (arm === OURS ? visited : target.pages)
}

const makeArms = (
  { target, bundler, bestPractice }: LentProject,
  branch: string | null,
  folder: string,
  lab: Lab,
  options: BenchOptions,
): Promise<FrontendArms> =>
  withRuntime(target, folder, lab, options, runtime => buildArms(runtime, recipesOf(bundler, bestPractice), branch))

const sameAsUntouched = ({ arms }: FrontendArms) => {
  const rootOf = (name: string): string | undefined => arms.find(arm => arm.name === name)?.built.root
  return (name: string): boolean => name !== UNTOUCHED && rootOf(name) === rootOf(UNTOUCHED)
}

/** Serves all arms at once, each that is unlike the untouched one. */
const withServed = async <R>(
  target: TargetSystem,
  made: FrontendArms,
  signal: AbortSignal,
  work: (served: Map<string, ServedArm>) => Promise<R>,
): Promise<R> => {
  const served = new Map<string, ServedArm>()
  try {
    const distinct = made.arms.filter(({ name }) => !sameAsUntouched(made)(name))
    for (const { name, built } of distinct) served.set(name, await serveArm(built, target, { logger: quiet, signal }))
    return await work(new Map(served))
  } finally {
    for (const one of served.values()) await one.stop()
  }
}

const weighAll = async (
  { target, visit }: LentProject,
  served: ReadonlyMap<string, ServedArm>,
  { signal, progress }: BenchOptions,
): Promise<{
  readonly weights: Readonly<Record<string, Weights>>
  readonly failed: Readonly<Record<string, string>>
}> => {
  const weights: Record<string, Weights> = {}
  const failed: Record<string, string> = {}
  for (const [name, arm] of served) {
    progress(`${target.name}: a visit of ${visit.length} pages, ${name}`)
    try {
      weights[name] = await weigh(arm, visit, signal)
    } catch (error) {
      if (signal.aborted || name === UNTOUCHED) throw error
      failed[name] = messageOf(error)
    }
  }
  return { weights, failed }
}
