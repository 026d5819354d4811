import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { ExperimentRecord } from '../experiment/index.js'
import type { Comparison, ComparisonSummary, Proving, ProvingSide } from '../model/proving.js'
import { failedStore } from '../store/failed-store.js'
import type { Store } from '../store/store.js'
import { artifactOf, keepArtifact, readArtifact } from './artifacts.js'
import type { ExperimentSettings } from './session-memory.js'
import { isRunning } from './sides.js'

/** Folder of comparisons within the state folder. */
export const COMPARISONS = 'comparisons'

const ID = 'proof-'

export const newComparisonId = (): string => `${ID}${randomUUID().slice(0, 8)}`

/** Whether an id is a comparison's, not a session's. */
export const isComparisonId = (id: string): boolean => id.startsWith(ID)

/** Where what is large of comparisons is kept, and their reports. */
export const comparisonFolder = (stateFolder: string, id: string): string => path.join(stateFolder, COMPARISONS, id)

/** How the experiment of a comparison is known in the store. */
export const comparisonExperiment = (id: string): string => `${id}/comparison`

interface Pictures {
  readonly filmstrips: Proving['proof']['filmstrips']
  readonly screenshots: Proving['screenshots']
}

const PICTURES = 'pictures'

/** Puts a comparison on record: its pictures in a file, all else in the store. @throws TunewrightError STORE_FAILED, DISK_FULL */
export async function keepComparison(
  store: Store,
  stateFolder: string,
  { proving, ...sides }: Comparison,
  { input, ...record }: ExperimentRecord,
): Promise<void> {
  const { id, proof, screenshots } = proving
  const pictures: Pictures = { filmstrips: proof.filmstrips, screenshots }
  await keepArtifact(comparisonFolder(stateFolder, id), PICTURES, pictures)
  const { samples, ...settings } = input
  const experiment = comparisonExperiment(id)
  await store.experiments
    .save(experiment, id, { ...record, input: settings } satisfies ExperimentSettings)
    .catch(failedStore)
  await store.samples.add(experiment, samples).catch(failedStore)
  const kept: Comparison = { ...sides, proving: { ...proving, proof: { ...proof, filmstrips: [] }, screenshots: [] } }
  await store.comparisons.save(kept, summaryOf(kept)).catch(failedStore)
}

/**
 * The pictures of a stored comparison put back into it.
 * @returns the same without them, and `false`, where they were cleaned away
 */
export async function withPictures(
  stateFolder: string,
  proving: Proving,
): Promise<{ readonly proving: Proving; readonly hasPictures: boolean }> {
  const file = artifactOf<Pictures>(comparisonFolder(stateFolder, proving.id), PICTURES)
  const pictures = await readArtifact(file).catch(() => null)
  if (pictures === null) return { proving, hasPictures: false }
  const { filmstrips, screenshots } = pictures
  return { proving: { ...proving, proof: { ...proving.proof, filmstrips }, screenshots }, hasPictures: true }
}

const summaryOf = ({ proving, base, candidate }: Comparison): ComparisonSummary => ({
  base: proving.base,
  candidate: proving.candidate,
  aim: proving.aim,
  outcome: proving.outcome,
  ...(proving.repeats && { repeats: proving.repeats }),
  folders: [...new Set([base, candidate].flatMap(folderOf))],
  reason: proving.proof.verdict.reason,
  changes: proving.changes.filter(({ page }) => page === '*'),
})

const folderOf = (side: ProvingSide): string[] =>
  isRunning(side) ? [side.project ?? []].flat() : [side.project ?? side.target.root]
