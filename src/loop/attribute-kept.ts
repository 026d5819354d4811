import path from 'node:path'
import { takeOutCommit } from '../change/without-commits.js'
import { interactionsOf, marginalEffects } from '../experiment/ablation/index.js'
import { type ExperimentRecord, pageSeries } from '../experiment/index.js'
import type { AblatedChange } from '../model/ablation.js'
import type { BuiltArm } from '../model/change.js'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { Effect, Judgement, Verdict } from '../model/experiment.js'
import { metric } from '../model/metrics.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import { type Ablated, ablate, type KeptCommit } from './ablate.js'
import { artifactOf, keepArtifact, readArtifact } from './artifacts.js'
import { buildCurrent } from './build.js'
import type { CurrentSystem } from './current-system.js'
import type { TargetRuntime } from './runtime.js'
import { ablationName } from './session-memory.js'

/** What the kept changes do in each other's company, and what of them is left. */
export interface Attribution {
  /** Each change as it was kept, with what was found. */
  readonly changes: readonly AblatedChange[]
  /** Those left, oldest first, with the commits they are now. */
  readonly remaining: readonly KeptCommit[]
  /** What commits that were made again are now, by what they were when they were kept. */
  readonly renamed: Readonly<Record<string, string>>
  /** Of what is left, built; the final system's where nothing was taken out. */
  readonly arm: BuiltArm
  /** By the commit as it was kept. */
  readonly ablated: ReadonlyMap<string, Ablated>
}

export interface AttributeInput {
  readonly final: CurrentSystem
  /** At least two. */
  readonly kept: readonly KeptCommit[]
  readonly constraints: readonly OptimizationConstraint[]
  /** ms since the epoch by which the last block must have ended. */
  readonly deadline: number
  /** Where none was timed by itself: `final` was not looked at, and there is nothing to hold what a change does beside the others against. */
  readonly untimed?: true
}

/**
 * Measures what each kept change does beside the others, and takes out what no longer helps: one at a time, the earliest first, since two that make each other
 * needless must not both go. Each is judged by one experiment that ends in its favour at the latest when it is not shown to be needless.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function attributeKept(
  runtime: TargetRuntime,
  { final, kept, constraints, deadline, untimed }: AttributeInput,
): Promise<Attribution> {
  const observed = await readArtifact(final.observed)
  const ablated = new Map<string, Ablated>()
  const takenOut = new Set<string>()
  /** What commits are now, by what they were. */
  const now = new Map(kept.map(({ sha }) => [sha, sha]))
  let { arm } = final
  let asked = kept
  for (let round = 1; asked.length > 0; round++) {
    const changes = asked.map(commit => ({ ...commit, sha: now.get(commit.sha)! }))
    let found: ReadonlyMap<string, Ablated>
    try {
      found = await ablate(runtime, {
        whole: arm,
        observed,
        isObserved: arm === final.arm && !untimed,
        changes,
        constraints,
        deadline,
        round,
      })
    } catch (error) {
      // What is only attributed is not worth a session: the final proof says whether the whole works.
      if (!(error instanceof TunewrightError) || error.code === 'CANCELLED') throw error
      found = new Map(changes.map(({ sha }) => [sha, `It was not measured beside the others: ${messageOf(error)}`]))
    }
    for (const commit of asked) {
      const came = found.get(now.get(commit.sha)!)
      if (came !== undefined) ablated.set(commit.sha, came)
    }
    const needless = asked.filter(({ sha }) => isNeedless(found.get(now.get(sha)!)))
    const gone = await takeOutFirst(runtime, needless, now)
    if (gone === null) break
    takenOut.add(gone)
    runtime.step('final-proof', 'a change that no longer helps was taken out: building what is left')
    arm = await buildCurrent(runtime)
    // What was needless beside it may be what is needed now.
    asked = needless.filter(({ sha }) => !takenOut.has(sha))
  }
  const changes: AblatedChange[] = []
  for (const commit of kept) {
    const alone = untimed ? [] : await aloneOf(runtime, commit)
    changes.push(await describe(runtime, commit, ablated.get(commit.sha), takenOut, alone))
  }
  return {
    changes,
    remaining: kept.filter(({ sha }) => !takenOut.has(sha)).map(commit => ({ ...commit, sha: now.get(commit.sha)! })),
    renamed: Object.fromEntries([...now].filter(([was, is]) => was !== is && !takenOut.has(was))),
    arm,
    ablated,
  }
}

const isNeedless = (came: Ablated | undefined): boolean =>
  came !== undefined && typeof came !== 'string' && came.answer.verdict === 'no-longer-helps'

/** Takes the first out that can be; null where there is none. */
async function takeOutFirst(
  runtime: TargetRuntime,
  needless: readonly KeptCommit[],
  now: Map<string, string>,
): Promise<string | null> {
  for (const { sha } of needless) {
    const outcome = await takeOutCommit(runtime.clone, now.get(sha)!)
    if ('inTheWay' in outcome) continue
    for (const [was, is] of now) now.set(was, outcome.renamed.get(is) ?? is)
    return sha
  }
  return null
}

/** What a change did at its own proof. */
async function aloneOf({ folder }: TargetRuntime, { change }: KeptCommit): Promise<readonly Effect[]> {
  const own = await readArtifact(artifactOf<ExperimentRecord>(folder, path.join('experiments', change)))
  return marginalEffects(own.input)
}

async function describe(
  runtime: TargetRuntime,
  { sha, strategyId, change }: KeptCommit,
  came: Ablated | undefined,
  takenOut: ReadonlySet<string>,
  alone: readonly Effect[],
): Promise<AblatedChange> {
  const common = { sha, strategyId, change, alone, takenOut: takenOut.has(sha) }
  const nothing = { marginal: [], interaction: [], blocks: 0 }
  if (came === undefined || typeof came === 'string')
    return { ...common, ...nothing, verdict: 'not-measured', reason: came ?? 'It was not measured.' }
  const { answer, input } = came
  const verdict = answer.verdict ?? 'not-shown'
  if (input === null) return { ...common, ...nothing, verdict, reason: answer.reason }
  const record = { seed: String(runtime.seed), input }
  await keepArtifact(runtime.folder, path.join('experiments', ablationName(change)), record)
  const marginal = marginalEffects(input)
  const stays =
    verdict === 'no-longer-helps' && !common.takenOut ? ' It stays all the same: later changes are in its places.' : ''
  return {
    ...common,
    verdict,
    reason: `${answer.reason}${stays}`,
    marginal,
    interaction: interactionsOf(marginal, alone),
    blocks: input.blocks,
  }
}

/**
 * Which change it is that the whole was not upheld for: the one that, beside the others, makes worst what was not shown; the last where that is not
 * known.
 * @param remaining with the commits they were kept as
 */
export function culpritOf(
  { judgements }: Pick<Verdict, 'judgements'>,
  remaining: readonly KeptCommit[],
  ablated: ReadonlyMap<string, Ablated>,
): KeptCommit {
  const last = remaining.at(-1)!
  const failing = judgements.find(isFailing('unmet')) ?? judgements.find(isFailing('undecided'))
  const effect = failing?.effect
  if (!effect || effect.profile === '*') return last
  const { page, profile, metric: name } = effect
  const harms = remaining.map(commit => {
    const came = ablated.get(commit.sha)
    if (came === undefined || typeof came === 'string' || came.input === null) return { commit, harm: 0 }
    const { samples, blocks } = came.input
    const series = pageSeries(samples, { metric: name, page, profile, blocks })
    const mean = series ? series.values.reduce((sum, value) => sum + value, 0) / series.values.length : 0
    return { commit, harm: metric(name).better === 'lower' ? mean : -mean }
  })
  const worst = harms.reduce((most, one) => (one.harm > most.harm ? one : most))
  return worst.harm > 0 ? worst.commit : last
}

const isFailing =
  (outcome: Judgement['outcome']) =>
  ({ kind, ...judgement }: Judgement): boolean =>
    kind !== 'felt' && judgement.outcome === outcome && judgement.effect !== undefined
