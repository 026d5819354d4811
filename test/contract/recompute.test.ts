import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ARMS, simulatedLab } from '../../src/experiment/fixtures/simulated-lab.js'
import { runExperiment } from '../../src/experiment/index.js'
import { type ExperimentRecord, recompute } from '../../src/index.js'
import { keepArtifact } from '../../src/loop/artifacts.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-record-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('a verdict comes out the same from the record that a session leaves, with nothing but the public interface', async () => {
  const { lab, serve } = await simulatedLab(
    { baseline: {}, candidate: { bundleSize: 400_000, slowdown: () => 0.7 } },
    { seed: 'machine' },
  )
  const { record, verdict } = await runExperiment({
    target: { pages: [{ id: 'home', path: '/', weight: 1 }] },
    profiles: ['mobile'],
    arms: ARMS,
    lab,
    serve,
    criteria: [{ metric: 'bundle-size', improvement: 0.2 }],
    rollbackTriggers: [],
    constraints: [],
    alpha: 0.002,
    maxBlocks: 10,
    deadline: Number.MAX_SAFE_INTEGER,
    seed: 'experiment',
  })
  const { file } = await keepArtifact(folder, path.join('experiments', 'code-splitting.a'), record)
  expect(path.relative(folder, file)).toBe(path.join('artifacts', 'experiments', 'code-splitting.a.json.gz'))

  const stored = JSON.parse(gunzipSync(await readFile(file)).toString()) as ExperimentRecord
  expect(recompute(stored)).toEqual(verdict)
  expect(verdict.outcome).toBe('kept')
  // Samples that are not those of the verdict give another one, or none.
  const slower = stored.input.samples.map(sample => ({
    ...sample,
    baseline: sample.candidate,
    candidate: sample.baseline,
  }))
  const recomputed = () => recompute({ ...stored, input: { ...stored.input, samples: slower } })
  expect(() => expect(recomputed()).toEqual(verdict)).toThrow()
})
