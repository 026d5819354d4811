import { existsSync } from 'node:fs'
import { openClone } from '../../change/clone.js'
import { commitFacts } from '../../change/recorded-commits.js'
import { findSource } from '../../change/source.js'
import { type ExperimentSettings, experimentId, TOGETHER } from '../../loop/session-memory.js'
import { comparedPages, isRunning } from '../../loop/sides.js'
import { TunewrightError } from '../../model/errors.js'
import type { Effect } from '../../model/experiment.js'
import type { ProfileId } from '../../model/profile.js'
import type { Comparison, Proving, ProvingRequest, ProvingSide, Repeated, RunningSide } from '../../model/proving.js'
import type { CandidateTrial, OptimizationAutomationSession } from '../../model/session.js'
import type { PageTarget, TargetSystem } from '../../model/target.js'
import { versionName } from '../../report/proving-words.js'
import type { Store } from '../../store/store.js'
import { type Found, findRecord } from '../find.js'
import { cloneFolder } from '../rollback/scope.js'

/** A version to be had once more. A target's environment is not on record: it is empty here. */
export type VersionAgain =
  | {
      readonly kind: 'revision'
      readonly name: string
      readonly commit: string
      /** Where the commit is: the package, in the user's checkout or in the session's private copy. */
      readonly repository: string
      /** The package in the user's own checkout; it may be gone. */
      readonly project: string
      readonly target: TargetSystem
    }
  | { readonly kind: 'folder'; readonly name: string; readonly target: TargetSystem }
  | { readonly kind: 'running'; readonly side: RunningSide }

/** What is measured afresh, how, and what it is held against. */
export interface AgainPlan extends Pick<ProvingRequest, 'aim' | 'profiles' | 'budget'> {
  readonly repeats: Repeated
  /** What it is, in words. */
  readonly subject: string
  readonly base: VersionAgain
  readonly candidate: VersionAgain
  readonly recorded: {
    readonly outcome: Proving['outcome']
    readonly reason: string
    readonly effects: readonly Effect[]
  }
  /** In what it cannot be the same measurement, as sentences. */
  readonly notes: readonly string[]
}

/**
 * What it takes to measure something on record afresh: an optimization that was kept, all that a session kept, or a comparison.
 * @throws TunewrightError TARGET_NOT_FOUND for an unknown id and where the versions are not there any more, INPUT_INVALID where nothing was kept
 */
export async function planAgain(store: Store, asked: string): Promise<AgainPlan> {
  const found = await findRecord(store, asked)
  return 'comparison' in found ? comparisonAgain(found.comparison) : keptAgain(store, found)
}

interface Kept {
  readonly repeats: Repeated
  readonly subject: string
  readonly target: TargetSystem
  /** As it is named in the store. */
  readonly experiment: string
  readonly first: string
  readonly last: string
  readonly verdict: { readonly reason: string; readonly effects: readonly Effect[] }
  /** Orders by which frames show something else, e.g. `videos: facade`. */
  readonly orders: readonly string[]
}

const ordersOf = (trials: readonly CandidateTrial[]): readonly string[] => [
  ...new Set(
    trials
      .filter(({ commit }) => commit !== null)
      .flatMap(({ applied }) => (applied?.replaced ?? []).map(({ order }) => order)),
  ),
]

async function keptAgain(store: Store, found: Found): Promise<AgainPlan> {
  const { session } = found
  const kept = found.optimization === null ? wholeOf(session) : changeOf(session, found.optimization)
  const { target, first, last } = kept
  const place = await placeOf(session, target, [first, last])
  const { parent } = await commitFacts(place, first)
  const settings = await store.experiments.find<ExperimentSettings>(
    experimentId(session.id, target.id, kept.experiment),
  )
  const { pages, profiles } = settings?.input ?? measuredOf(session, target)
  const version = (commit: string): VersionAgain => ({
    kind: 'revision',
    name: commit.slice(0, 12),
    commit,
    repository: place,
    project: target.root,
    target: onPages(target, pages),
  })
  return {
    repeats: kept.repeats,
    subject: kept.subject,
    base: version(parent),
    candidate: version(last),
    aim: 'better',
    profiles,
    recorded: { outcome: 'better', reason: kept.verdict.reason, effects: kept.verdict.effects },
    notes: [
      ...(place === target.root
        ? []
        : ['Its commits are only in the session’s private copy any more; both are built from there.']),
      ...kept.orders.map(
        order =>
          `It shows something else in the place of frames, as its configuration ordered (${order}). A comparison of versions knows of no such order: what is seen there counts as broken.`,
      ),
    ],
  }
}

function changeOf(session: OptimizationAutomationSession, id: string): Kept {
  const result = session.results.find(one => one.id === id)
  const trial = result?.execution.trials.find(({ commit }) => commit !== null)
  if (!result || !trial?.commit) throw nothingKept(`Nothing of optimization ${id} was kept`)
  return {
    repeats: { kind: 'optimization', id },
    subject: trial.candidate.title,
    target: result.context.target,
    experiment: `${result.strategy.id}.${trial.candidate.id}`,
    first: trial.commit,
    last: trial.commit,
    verdict: trial.verdict,
    orders: ordersOf([trial]),
  }
}

function wholeOf(session: OptimizationAutomationSession): Kept {
  const delivered = session.config.targets.flatMap(target => {
    const commits = session.delivery[target.id]?.commits ?? []
    const [first, last, proof] = [commits[0], commits.at(-1), session.finalProof[target.id]]
    return first && last && proof ? [{ target, first: first.sha, last: last.sha, proof }] : []
  })
  const [only, ...others] = delivered
  if (!only) throw nothingKept(`Session ${session.id} kept nothing`)
  if (others.length > 0)
    throw new TunewrightError('INPUT_INVALID', `Session ${session.id} kept changes of ${delivered.length} targets.`, {
      remedy: `Name one of its optimizations: tunewright history ${session.id} lists them.`,
    })
  const { target, first, last, proof } = only
  const effects = [...proof.headline, ...proof.verdict.effects.filter(({ page }) => page !== '*')]
  return {
    repeats: { kind: 'session', id: session.id },
    subject: `All that session ${session.id} kept`,
    target,
    experiment: TOGETHER,
    first,
    last,
    verdict: { reason: proof.verdict.reason, effects },
    orders: ordersOf(
      session.results
        .filter(({ context }) => context.target.id === target.id)
        .flatMap(({ execution }) => execution.trials),
    ),
  }
}

const nothingKept = (message: string) =>
  new TunewrightError('INPUT_INVALID', `${message}, so there is nothing to measure again.`, {
    remedy: 'Name a change that was kept, or a comparison: `tunewright history` lists them.',
  })

/** Where commits are: the user's repository, else the session's private copy. @throws TunewrightError TARGET_NOT_FOUND */
async function placeOf(
  session: OptimizationAutomationSession,
  target: TargetSystem,
  commits: readonly string[],
): Promise<string> {
  const source = existsSync(target.root) ? await findSource(target.root).catch(() => null) : null
  const clone = await openClone(cloneFolder(session, target)).catch(() => null)
  for (const place of [...(source?.kind === 'repository' ? [target.root] : []), ...(clone ? [clone.root] : [])]) {
    const found = await Promise.all(commits.map(sha => commitFacts(place, sha)))
    if (found.every(({ isThere }) => isThere)) return place
  }
  throw new TunewrightError(
    'TARGET_NOT_FOUND',
    `The ${commits.length > 1 ? 'commits are' : 'commit is'} neither in the repository of ${target.root} nor in a private copy any more: ${[...new Set(commits)].map(sha => sha.slice(0, 12)).join(', ')}.`,
    { remedy: 'Fetch the branch that it was handed over on, if somebody else has it, and try again.' },
  )
}

/** Of a record of an older version, that of the session as a whole. */
function measuredOf(session: OptimizationAutomationSession, target: TargetSystem) {
  const seen = session.baseline[target.id]?.pages ?? []
  const pages = new Map(seen.map(({ page }) => [page.id, page]))
  const profiles = [...new Set(seen.map(({ profile }) => profile))]
  return {
    pages: pages.size > 0 ? [...pages.values()] : target.pages,
    profiles: profiles.length > 0 ? profiles : (['mobile', 'desktop'] satisfies ProfileId[]),
  }
}

function onPages({ findPages: _, ...target }: TargetSystem, pages: readonly PageTarget[]): TargetSystem {
  return { ...target, pages }
}

async function comparisonAgain({ proving, ...sides }: Comparison): Promise<AgainPlan> {
  const { id, base, candidate, aim, profiles, budget, outcome, proof, pages } = proving
  // Two pages of one service are named by their URLs.
  const named = comparedPages(sides.base, sides.candidate).ofCandidate === undefined ? pages : undefined
  const notes = new Set<string>()
  const version = async (side: ProvingSide, revision: string | null): Promise<VersionAgain> => {
    if (isRunning(side)) {
      notes.add(`What answers at ${side.url} is taken as it is now.`)
      return { kind: 'running', side: { ...side, ...(named && { pages: named }) } }
    }
    const target = named ? onPages(side.target, named) : side.target
    if (side.project === undefined) {
      if (!existsSync(target.root)) throw gone(`The folder ${target.root} is not there any more.`)
      notes.add(`The folder ${side.name} is taken as it is now.`)
      return { kind: 'folder', name: side.name, target }
    }
    const commit = revision ?? ''
    const isThere = existsSync(side.project) && (await commitFacts(side.project, commit)).isThere
    if (!isThere)
      throw gone(`Commit ${commit.slice(0, 12)} (${side.name}) is not in the repository of ${side.project} any more.`)
    return { kind: 'revision', name: side.name, commit, repository: side.project, project: side.project, target }
  }
  return {
    repeats: { kind: 'comparison', id },
    subject: `${versionName(candidate)} against ${versionName(base)}`,
    base: await version(sides.base, base.revision),
    candidate: await version(sides.candidate, candidate.revision),
    aim,
    profiles,
    budget,
    recorded: {
      outcome,
      reason: proof.verdict.reason,
      effects: [...proof.headline, ...proof.verdict.effects.filter(({ page }) => page !== '*')],
    },
    notes: [...notes],
  }
}

const gone = (message: string) =>
  new TunewrightError('TARGET_NOT_FOUND', message, {
    remedy: 'Bring it back (fetch the branch, restore the folder), or compare what is there: tunewright prove.',
  })
