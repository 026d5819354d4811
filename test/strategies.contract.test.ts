import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { type Clone, createClone } from '../src/change/clone.js'
import { fingerprint, quiet, temporaryFolder, userGit } from '../src/change/fixtures/repository.js'
import { Journal } from '../src/change/journal.js'
import { revertChange } from '../src/change/revert.js'
import { openWorkspace, readWorkspace } from '../src/change/workspace.js'
import { StrategyCatalogue } from '../src/loop/strategy-catalogue.js'
import type { ActuatorContext, Candidate, Proposal } from '../src/model/actuator.js'
import { isMetricName, isTimedInBlocks, metric } from '../src/model/metrics.js'
import { parseStrategy } from '../src/model/schema/parse.js'
import type { ImplementationType } from '../src/model/strategy.js'
import type { MakeContractCase } from '../src/strategies/contract-case.js'
import { STRATEGIES } from '../src/strategies/registry.generated.js'
import type { StrategyModule } from '../src/strategies/strategy-module.js'
import { notPlain, paths, replaced } from './contract/plain-data.js'

const SOURCE = fileURLToPath(new URL('../src/strategies/', import.meta.url))
const folders = (await glob('*/*/index.ts', { cwd: SOURCE })).map(file => path.dirname(file)).sort()
const modules = new Map<string, StrategyModule<ImplementationType>>()
for (const folder of folders) {
  const { strategy } = (await import(path.join(SOURCE, folder, 'index.ts'))) as {
    strategy: StrategyModule<ImplementationType>
  }
  modules.set(folder, strategy)
}

it('every strategy has a folder, and every folder is registered', () => {
  expect(folders.length).toBeGreaterThan(0)
  expect([...modules.values()]).toEqual([...STRATEGIES])
  expect(new Set(STRATEGIES.map(({ manifest }) => manifest.id)).size).toBe(STRATEGIES.length)
})

/** The contract: what the loop relies on, whatever a strategy does. */
describe.each(folders)('%s', folder => {
  const module = modules.get(folder)!
  const { manifest, actuator } = module
  const { configuration, automation } = manifest.implementation

  describe('its manifest', () => {
    it('is plain data that the schemas accept as it stands', () => {
      expect(notPlain(manifest)).toEqual([])
      expect(parseStrategy(manifest, new StrategyCatalogue(STRATEGIES).schemas)).toStrictEqual(manifest)
      expect(actuator.type).toBe(manifest.implementation.type)
      expect(path.dirname(folder)).toBe(module.optimizerType)
    })

    it('asks for nothing that the lab never decides: no candidate would ever be kept', () => {
      const { criteria, rollbackTriggers } = manifest.validation
      const limits = rollbackTriggers.filter(trigger => 'threshold' in trigger).map(trigger => trigger.metric)
      expect(limits.filter(name => metric(name).nature !== 'counted' && !isTimedInBlocks(name))).toEqual([])
      expect(
        [...criteria, ...rollbackTriggers].filter(({ metric: name }) => metric(name).instrument === 'visits'),
      ).toEqual([])
    })

    const records: [string, z.ZodType, unknown][] = [
      ['configuration', module.configurationSchema, configuration],
      ['automation', module.automationSchema, automation],
    ]
    it.each(records)('takes no unknown key and no value of another kind in its %s', (_, schema, value) => {
      const { objects, leaves } = paths(value)
      expect(schema.safeParse(value).success).toBe(true)
      for (const object of objects) {
        const more = replaced(value, [...object, 'noSuchKey'], { noSuchKey: true })
        expect(schema.safeParse(more).success, `${object.join('.')}.noSuchKey`).toBe(false)
      }
      for (const leaf of leaves) {
        expect(schema.safeParse(replaced(value, leaf, Symbol('other'))).success, leaf.join('.')).toBe(false)
      }
    })
  })

  describe('on a small target of its own', () => {
    let state: string
    let clone: Clone
    let journal: Journal
    let proposal: Proposal
    let context: ActuatorContext<ImplementationType>
    const made: string[] = []

    beforeAll(async () => {
      state = temporaryFolder('contract-state')
      vi.stubEnv('TUNEWRIGHT_HOME', state)
      const source = temporaryFolder('contract')
      made.push(state, source)
      const { makeContractCase } = (await import(path.join(SOURCE, folder, 'fixtures/contract-case.ts'))) as {
        makeContractCase: MakeContractCase
      }
      const { target, observation, baseline } = await makeContractCase(source)
      userGit(source, 'init', '-q', '-b', 'main')
      userGit(source, 'add', '-A')
      userGit(source, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'The target')
      clone = await createClone(target, path.join(state, 'clone'), { logger: quiet })
      journal = await Journal.open(path.join(state, 'journal'))
      context = {
        target,
        manifest,
        configuration,
        automation,
        observation,
        baseline,
        cacheFolder: path.join(state, 'cache'),
        timeBudget: 60_000,
        logger: quiet,
        signal: new AbortController().signal,
        progress: () => undefined,
      }
      proposal = await actuator.propose(context, readWorkspace(clone.root, clone.output))
    })
    afterAll(async () => {
      vi.unstubAllEnvs()
      await journal?.close()
      for (const place of made) await rm(place, { recursive: true, force: true })
    })

    /** Every file of the clone that a change could touch; git's own data is not. */
    const tree = () => fingerprint(clone.folder, relative => relative === '.git')

    /** Applies a candidate through the journal, and puts it back. */
    async function applyAndRevert(candidate: Candidate, changeId: string, cacheFolder: string) {
      const origin = { changeId, sessionId: 'contract', candidateId: candidate.id }
      const workspace = await openWorkspace(clone, journal, origin)
      const applied = await actuator.apply(candidate, { ...context, cacheFolder }, workspace)
      const edits = journal.editsOf(changeId).map(({ path: at, before, after }) => ({ path: at, before, after }))
      await revertChange(journal, changeId)
      return { applied, edits }
    }

    it('proposes without editing, and the same each time', async () => {
      const before = tree()
      const again = await actuator.propose(context, readWorkspace(clone.root, clone.output))
      expect(tree()).toEqual(before)
      expect(again).toEqual(proposal)
    })

    it('explains itself', () => {
      expect(proposal.candidates.length).toBeGreaterThan(0)
      expect(proposal.findings.length + proposal.refusals.length).toBeGreaterThan(0)
      for (const { title, basis, predicted } of proposal.candidates) {
        expect(title.trim()).not.toBe('')
        expect(basis.trim()).not.toBe('')
        expect(Object.keys(predicted).length).toBeGreaterThan(0)
        for (const [name, value] of Object.entries(predicted)) {
          expect(isMetricName(name), name).toBe(true)
          expect(Number.isFinite(value), name).toBe(true)
        }
      }
      for (const { subject, message } of proposal.findings) expect([subject, message]).not.toContain('')
      for (const { subject, reason } of proposal.refusals) expect([subject, reason]).not.toContain('')
    })

    it('offers candidates that can be stored and read back', () => {
      expect(JSON.parse(JSON.stringify(proposal.candidates))).toEqual(proposal.candidates)
      expect(new Set(proposal.candidates.map(({ id }) => id)).size).toBe(proposal.candidates.length)
    })

    it('says what each key of its configuration and automation did: by itself, or with the object it stands in', () => {
      const reported = new Set(proposal.settings.map(({ key }) => key))
      const keys = [...paths(configuration).leaves, ...paths(automation).leaves.map(leaf => ['automation', ...leaf])]
      const silent = keys.filter(key => !reported.has(key.join('.')) && !reported.has(key.slice(0, -1).join('.')))
      expect(silent.map(key => key.join('.'))).toEqual([])
      for (const { key, note } of proposal.settings) expect(note.trim(), key).not.toBe('')
    })

    it('applied again it makes the same edits, and what it did is put back byte for byte', async () => {
      const stored: Candidate[] = JSON.parse(JSON.stringify(proposal.candidates))
      for (const [i, candidate] of stored.entries()) {
        const before = tree()
        const first = await applyAndRevert(candidate, `${i}-first`, path.join(state, 'cache'))
        expect(tree()).toEqual(before)
        const second = await applyAndRevert(candidate, `${i}-second`, path.join(state, `cache-${i}`))
        expect(tree()).toEqual(before)
        expect(second.edits).toEqual(first.edits)
        expect(second.applied).toEqual(first.applied)
        expect(first.edits.length, candidate.id).toBeGreaterThan(0)
        expect(first.applied.summary.trim()).not.toBe('')
        expect(first.applied.details.length).toBeGreaterThan(0)
      }
    })

    it('edits sources of the target only', async () => {
      const [candidate] = proposal.candidates
      const workspace = await openWorkspace(clone, journal, {
        changeId: 'read',
        sessionId: 'contract',
        candidateId: 'x',
      })
      await actuator.apply(candidate!, context, workspace)
      const written = journal.editsOf('read').flatMap(({ path: at, after }) => (after === null ? [] : [at]))
      for (const at of written) {
        expect(at).not.toMatch(/(^|\/)(node_modules|\.git)\//)
        expect((await readFile(path.join(clone.root, at))).length, at).toBeGreaterThan(0)
      }
      await revertChange(journal, 'read')
    })
  })
})
