import { existsSync } from 'node:fs'
import { readFile, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { buildArm } from '../src/change/arm.js'
import { type Clone, createClone } from '../src/change/clone.js'
import { fingerprint, quiet, temporaryFolder, userGit } from '../src/change/fixtures/repository.js'
import { Journal } from '../src/change/journal.js'
import { revertChange } from '../src/change/revert.js'
import { openWorkspace, sourcesOf } from '../src/change/workspace.js'
import { readBundle } from '../src/instruments/bundle/read-bundle.js'
import { statsEnvironment } from '../src/instruments/bundle/stats-environment.js'
import { StrategyCatalogue } from '../src/loop/strategy-catalogue.js'
import { orderProblems } from '../src/loop/strategy-order.js'
import type { ActuatorContext, Candidate, Proposal } from '../src/model/actuator.js'
import { isMetricName, isTimedInBlocks, metric } from '../src/model/metrics.js'
import { parseStrategy } from '../src/model/schema/parse.js'
import type { ImplementationType } from '../src/model/strategy.js'
import { TARGET_KINDS, type TargetKind, targetKindOf } from '../src/model/target-kind.js'
import type { ContractCases, MakeContractCase } from '../src/strategies/contract-case.js'
import { STRATEGIES } from '../src/strategies/registry.generated.js'
import type { StrategyModule } from '../src/strategies/strategy-module.js'
import { notPlain, paths, replaced } from './contract/plain-data.js'

const SOURCE = fileURLToPath(new URL('../src/strategies/', import.meta.url))
const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url))
const folders = (await glob('*/*/index.ts', { cwd: SOURCE })).map(file => path.dirname(file)).sort()
const modules = new Map<string, StrategyModule<ImplementationType>>()
const cases = new Map<string, { makeContractCases?: ContractCases; makeRefusalCase?: MakeContractCase }>()
for (const folder of folders) {
  const { strategy } = (await import(path.join(SOURCE, folder, 'index.ts'))) as {
    strategy: StrategyModule<ImplementationType>
  }
  modules.set(folder, strategy)
  cases.set(folder, await import(path.join(SOURCE, folder, 'fixtures/contract-case.ts')))
}

it('every strategy has a folder, and every folder is registered', () => {
  expect(folders.length).toBeGreaterThan(0)
  expect([...modules.values()]).toEqual([...STRATEGIES])
  expect(new Set(STRATEGIES.map(({ manifest }) => manifest.id)).size).toBe(STRATEGIES.length)
})

it('strategies name others that are there, and none waits for itself in the end', () => {
  expect(orderProblems(STRATEGIES)).toEqual([])
})

/** Building takes seconds: all that is claimed is shown with the long tests, the first of it with all others. */
const shown = ({ targets }: StrategyModule<ImplementationType>): readonly TargetKind[] =>
  process.env.TUNEWRIGHT_TEST === 'full' ? targets : targets.slice(0, 1)

/** A case as the loop would have it: in a private clone, with a journal. */
async function open(module: StrategyModule<ImplementationType>, make: MakeContractCase) {
  const [state, source] = [temporaryFolder('contract-state'), temporaryFolder('contract')]
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  const { target, observation, baseline, configuration } = await make(source)
  userGit(source, 'init', '-q', '-b', 'main')
  userGit(source, 'add', '-A')
  userGit(source, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'The target')
  const clone = await createClone(target, path.join(state, 'clone'), { logger: quiet })
  // What a target declares is there already.
  const modules = path.join(clone.root, 'node_modules')
  if (target.build && !existsSync(modules)) await symlink(MODULES, modules)
  const journal = await Journal.open(path.join(state, 'journal'))
  const context: ActuatorContext<ImplementationType> = {
    target,
    manifest: module.manifest,
    configuration: configuration ?? module.manifest.implementation.configuration,
    automation: module.manifest.implementation.automation,
    observation,
    baseline,
    cacheFolder: path.join(state, 'cache'),
    timeBudget: 60_000,
    logger: quiet,
    signal: new AbortController().signal,
    progress: () => undefined,
  }
  return {
    state,
    clone,
    journal,
    context,
    workspace: sourcesOf(clone),
    kind: targetKindOf(target, observation.bundle),
    async remove() {
      vi.unstubAllEnvs()
      await journal.close()
      for (const place of [state, source]) await rm(place, { recursive: true, force: true })
    },
  }
}
type Opened = Awaited<ReturnType<typeof open>>

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

  describe('what it claims', () => {
    it('is kinds of target that there are, each with a case that shows it, and no case of another kind', () => {
      expect(module.targets.length).toBeGreaterThan(0)
      expect(TARGET_KINDS).toEqual(expect.arrayContaining([...module.targets]))
      expect(Object.keys(cases.get(folder)?.makeContractCases ?? {}).sort()).toEqual([...module.targets].sort())
    })

    it('ends somewhere: there is a target of a kind it claims on which it offers nothing, and says why', async () => {
      const make = cases.get(folder)?.makeRefusalCase
      expect(make, `${folder}/fixtures/contract-case.ts exports makeRefusalCase`).toBeDefined()
      const { context, workspace, kind, remove } = await open(module, make!)
      try {
        expect(module.targets).toContain(kind)
        const { candidates, refusals } = await actuator.propose(context, workspace)
        expect(candidates).toEqual([])
        expect(refusals.length).toBeGreaterThan(0)
        for (const { subject, reason } of refusals) expect([subject.trim(), reason.trim()]).not.toContain('')
      } finally {
        await remove()
      }
    })
  })

  describe.each(shown(module))('on a small target of its own: %s', target => {
    let opened: Opened
    let clone: Clone
    let journal: Journal
    let proposal: Proposal
    let context: ActuatorContext<ImplementationType>
    let state: string

    beforeAll(async () => {
      opened = await open(module, cases.get(folder)!.makeContractCases![target]!)
      ;({ clone, context, journal, state } = opened)
      proposal = await actuator.propose(context, opened.workspace)
    })
    afterAll(() => opened?.remove())

    it('is of the kind that it is to show, as the loop tells it', () => {
      expect(opened.kind).toBe(target)
    })

    /** Every file of the clone that a change could touch; git's own data is not. */
    const tree = () => fingerprint(clone.folder, relative => /^(?:\.git|node_modules)$/.test(relative))

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
      const again = await actuator.propose(context, opened.workspace)
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

    it.runIf(target !== 'static')('still builds with what is tried first, by the same bundler', async () => {
      const [candidate] = proposal.candidates
      const origin = { changeId: 'built', sessionId: 'contract', candidateId: candidate!.id }
      await actuator.apply(candidate!, context, await openWorkspace(clone, journal, origin))
      const arm = await buildArm(clone, context.target, {
        armsFolder: path.join(state, 'arms'),
        extraEnvironment: statsEnvironment(path.join(state, 'statistics.jsonl'), {}),
        logger: quiet,
      })
      const bundle = await readBundle(
        arm.bundleStatistics!,
        path.join(arm.root, context.target.build!.output),
        arm.root,
      )
      expect(targetKindOf(context.target, bundle)).toBe(target)
      const edited = journal.editsOf('built').filter(({ after }) => after !== null)
      for (const { path: at } of edited) expect(await readFile(path.join(arm.root, at)), at).toBeDefined()
      await revertChange(journal, 'built')
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
