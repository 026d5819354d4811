import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { ExperimentRecord } from '../experiment/index.js'
import type { AblatedChange } from '../model/ablation.js'
import type { PairedSample } from '../model/experiment.js'
import type { CandidateTrial } from '../model/session.js'
import { failedStore } from '../store/failed-store.js'
import type { Store } from '../store/store.js'
import { artifactOf, readArtifact } from './artifacts.js'
import type { Memory } from './optimize-target.js'

/** The final run over everything kept, among a target's experiments. */
export const TOGETHER = 'together'

/** How an experiment of a session is known in the store. @param change as `changeIdOf` names it, or `TOGETHER` */
export const experimentId = (sessionId: string, targetId: string, change: string): string =>
  `${sessionId}/${targetId}/${change}`

/** Where the records of a target's experiments are. */
export const experimentArtifact = (targetFolder: string, change: string) =>
  artifactOf<ExperimentRecord>(targetFolder, path.join('experiments', change))

/** What a verdict is recomputed from besides its samples. */
export type ExperimentSettings = Omit<ExperimentRecord, 'input'> & {
  readonly input: Omit<ExperimentRecord['input'], 'samples'>
}

/** Whether a trial came to be measured; one that was refused, or could not be applied or built, has nothing to be judged by. */
export const wasMeasured = ({ verdict }: CandidateTrial): boolean => verdict.judgements.length > 0

/** How the experiment in which a change was held against the others is known. @param change as `changeIdOf` names it */
export const ablationName = (change: string): string => `without ${change}`

/** Whether it was held against the others, so that there is a record of it. */
export const wasAblated = ({ verdict, marginal, blocks }: AblatedChange): boolean =>
  blocks > 0 || marginal.length > 0 || verdict === 'helps'

/** The memory of sessions, in the store. @param stateFolder where the sessions' folders are */
export function memoryIn(store: Store, stateFolder: string): Memory {
  /** Samples and what they were judged by: all of a verdict, in one place that outlives the session's folder. */
  async function keepExperiment(sessionId: string, targetId: string, change: string, own?: readonly PairedSample[]) {
    const id = experimentId(sessionId, targetId, change)
    const folder = path.join(stateFolder, 'sessions', sessionId, targetId)
    const record = await readArtifact(experimentArtifact(folder, change))
    const { samples: recorded, ...input } = record.input
    const samples = own ?? recorded
    await store.experiments.save(id, sessionId, { ...record, input } satisfies ExperimentSettings).catch(failedStore)
    await store.samples.add(id, samples).catch(failedStore)
  }
  return {
    outcomes: () => store.outcomes.standing().catch(failedStore),
    async remember(sessionId, outcome, trial) {
      const added = store.outcomes.add({
        ...outcome,
        id: randomUUID(),
        sessionId,
        candidateId: trial.candidate.id,
        verdict: trial.verdict.outcome,
        at: new Date(),
      })
      await added.catch(failedStore)
    },
    async keepResult(sessionId, result) {
      await store.optimizations.save(sessionId, result).catch(failedStore)
      for (const trial of result.execution.trials.filter(wasMeasured)) {
        const change = `${result.strategy.id}.${trial.candidate.id}`
        await keepExperiment(sessionId, result.context.target.id, change, trial.samples)
      }
    },
    async keepProof(sessionId, targetId, proof) {
      await keepExperiment(sessionId, targetId, TOGETHER, proof.samples)
      for (const { change } of (proof.ablation ?? []).filter(wasAblated))
        await keepExperiment(sessionId, targetId, ablationName(change))
    },
  }
}
