/** For the tests of a strategy outside of this repository (`tunewright/strategy/testing`): small targets, and what every strategy must keep. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Candidate, Proposal } from '../model/actuator.js'
import { isMetricName } from '../model/metrics.js'
import type { ImplementationType } from '../model/strategy.js'
import { targetKindOf } from '../model/target-kind.js'
import type { MakeContractCase } from './contract-case.js'
import { contextOf } from './fixtures/context.js'
import { folderWorkspace } from './fixtures/folder-workspace.js'
import type { StrategyModule } from './strategy-module.js'

export type { ContractCase, MakeContractCase } from './contract-case.js'
export { contextOf } from './fixtures/context.js'
export { folderWorkspace } from './fixtures/folder-workspace.js'
export { loadOf, observationOf, pageOf, requestOf, surveyOf } from './fixtures/observed.js'
export { staticSite, writeSite } from './fixtures/static-site.js'

type Module = StrategyModule<ImplementationType>

interface Opened {
  readonly kind: ReturnType<typeof targetKindOf>
  propose(): Promise<Proposal>
  apply(candidate: Candidate): Promise<readonly string[]>
  files(): Promise<ReadonlyMap<string, string>>
}

/** Does something with a case in a folder of its own, which is gone afterwards. */
async function within<T>(strategy: Module, make: MakeContractCase, work: (opened: Opened) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-contract-'))
  try {
    const made = await make(folder)
    const context = { ...contextOf(strategy, made), cacheFolder: join(folder, '..', 'cache') }
    const workspace = folderWorkspace(folder)
    return await work({
      kind: targetKindOf(made.target, made.observation.bundle),
      propose: () => strategy.actuator.propose(context, workspace),
      apply: async candidate => (await strategy.actuator.apply(candidate, context, workspace)).details,
      files: async () => {
        const paths = await workspace.list()
        return new Map(
          await Promise.all(paths.map(async at => [at, (await workspace.read(at)).toString('base64')] as const)),
        )
      },
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The keys of a configuration that hold values, as paths. */
const leaves = (value: unknown, at = ''): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, at === '' ? key : `${at}.${key}`))
    : [at]

const proposalProblems = ({ manifest }: Module, { candidates, findings, refusals, settings }: Proposal): string[] => {
  const { configuration, automation } = manifest.implementation
  const reported = new Set(settings.map(({ key }) => key))
  const isReported = (key: string) => reported.has(key) || reported.has(key.slice(0, Math.max(0, key.lastIndexOf('.'))))
  return [
    ...(candidates.length === 0 ? ['it offers no candidate'] : []),
    ...(findings.length + refusals.length === 0 ? ['it says nothing of what it found or left alone'] : []),
    ...(new Set(candidates.map(({ id }) => id)).size < candidates.length ? ['two candidates have one id'] : []),
    ...(isDeepStrictEqual(JSON.parse(JSON.stringify(candidates)), candidates) ? [] : ['a candidate is no plain JSON']),
    ...candidates.flatMap(({ id, title, basis, predicted }) => [
      ...(title.trim() === '' || basis.trim() === '' ? [`${id}: title and basis say what it is`] : []),
      ...(Object.keys(predicted).length === 0 ? [`${id}: it predicts nothing`] : []),
      ...Object.entries(predicted)
        .filter(([name, value]) => !isMetricName(name) || !Number.isFinite(value))
        .map(([name]) => `${id}: ${name} is no metric with a finite change`),
    ]),
    ...[...leaves(configuration), ...leaves(automation, 'automation')]
      .filter(key => !isReported(key))
      .map(key => `it does not say what the key ${key} did`),
  ]
}

const editedBy = (strategy: Module, make: MakeContractCase, candidate: Candidate) =>
  within(strategy, make, async opened => {
    const before = await opened.files()
    const details = await opened.apply(candidate)
    const after = await opened.files()
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(at => before.get(at) !== after.get(at))
    return { details, edits: changed.sort().map(at => [at, after.get(at) ?? null] as const) }
  })

/**
 * What of the contract a strategy does not keep on a target: proposals that edit nothing, are the same each time and say everything;
 * candidates that are stored and read back; the same edits when they are made again.
 * @param make the smallest target on which it offers a candidate
 * @returns sentences; none where all is kept
 */
export async function contractProblems(strategy: Module, make: MakeContractCase): Promise<string[]> {
  const { problems, candidates } = await within(strategy, make, async opened => {
    const before = await opened.files()
    const proposal = await opened.propose()
    const again = await opened.propose()
    const edited = isDeepStrictEqual(await opened.files(), before) ? [] : ['proposing changes files']
    const unlike = isDeepStrictEqual(again, proposal) ? [] : ['asked twice it proposes something else']
    const claimed =
      opened.kind === null || strategy.targets.includes(opened.kind) ? [] : [`it does not claim ${opened.kind}`]
    return {
      problems: [...claimed, ...edited, ...unlike, ...proposalProblems(strategy, proposal)],
      candidates: proposal.candidates,
    }
  })
  for (const candidate of candidates) {
    const stored: Candidate = JSON.parse(JSON.stringify(candidate))
    const first = await editedBy(strategy, make, stored)
    if (first.edits.length === 0) problems.push(`${candidate.id} edits nothing`)
    if (first.details.length === 0) problems.push(`${candidate.id} does not say what it edited`)
    if (!isDeepStrictEqual(await editedBy(strategy, make, stored), first))
      problems.push(`${candidate.id}, applied again, makes other edits`)
  }
  return problems
}

/**
 * Whether a strategy leaves a target alone, and says why.
 * @returns sentences; none where it does
 */
export const refusalProblems = (strategy: Module, make: MakeContractCase): Promise<string[]> =>
  within(strategy, make, async opened => {
    const { candidates, refusals } = await opened.propose()
    return [
      ...candidates.map(({ id }) => `it offers ${id}`),
      ...(refusals.some(({ reason }) => reason.trim() !== '') ? [] : ['it does not say why it offers nothing']),
    ]
  })
