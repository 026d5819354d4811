import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { checkOutRevision } from '../change/revision.js'
import { type AgainOutcome, compareAgain } from '../history/verify/compare-again.js'
import { type AgainPlan, planAgain, type VersionAgain } from '../history/verify/plan-again.js'
import type { Proving, ProvingSide } from '../model/proving.js'
import type { TargetSystem } from '../model/target.js'
import { drawnSeed } from '../system/drawn-seed.js'
import { scratchFolder } from '../system/runs.js'
import { loadTargetConfig } from '../target/target-config.js'
import { busyNote } from './busy.js'
import { readSettings } from './project-settings.js'
import type { CommandContext } from './run.js'
import { withOrchestrator } from './with-orchestrator.js'
import { withRecords } from './with-records.js'

export interface AgainRequest {
  readonly config?: string
  /** Milliseconds; as it was measured then, or ten minutes. */
  readonly budget?: number
  /** Of the random choices; drawn where absent, so that it is not the same measurement. */
  readonly seed?: number
  readonly env: Readonly<Record<string, string>>
}

export interface MeasuredAgain {
  readonly plan: AgainPlan
  readonly proving: Proving
  readonly outcome: AgainOutcome
}

/**
 * Measures something on record afresh, and holds it against the record: what `tunewright verify --again` runs. It is put on record as a
 * comparison of its own.
 * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID, BUILD_FAILED and as comparisons do, CANCELLED
 */
export async function verifyAgain(
  asked: string,
  request: AgainRequest,
  context: CommandContext,
): Promise<MeasuredAgain> {
  const plan = await withRecords(context, request.config, store => planAgain(store, asked))
  for (const note of [...plan.notes, ...(busyNote() === null ? [] : [busyNote() ?? ''])]) context.view.note(note)
  const settings = await readSettings(request.config ?? '.', {
    ...(request.config !== undefined && { config: request.config }),
    ...(request.budget !== undefined && { budget: request.budget }),
  })
  const checkouts = scratchFolder('versions', 'work')
  try {
    const [base, candidate] = [
      await sideOf(plan.base, path.join(checkouts, 'base'), request, context),
      await sideOf(plan.candidate, path.join(checkouts, 'candidate'), request, context),
    ]
    const { aim, profiles, repeats } = plan
    const budget = { ...plan.budget, ...(request.budget !== undefined && { milliseconds: request.budget }) }
    const proving = await withOrchestrator(context, { ...settings, strategies: [], optimizers: [] }, orchestrator =>
      orchestrator.prove({
        base,
        candidate,
        repeats,
        budget,
        seed: request.seed ?? drawnSeed(),
        ...(aim && { aim }),
        ...(profiles && { profiles }),
      }),
    )
    return { plan, proving, outcome: compareAgain(plan, proving) }
  } finally {
    await rm(checkouts, { recursive: true, force: true })
  }
}

async function sideOf(
  version: VersionAgain,
  at: string,
  request: AgainRequest,
  { interrupt }: CommandContext,
): Promise<ProvingSide> {
  if (version.kind === 'running') return version.side
  const { name } = version
  const own = version.kind === 'folder' ? version.target.root : version.project
  const target: TargetSystem = { ...version.target, environment: await environmentOf(own, request) }
  if (version.kind === 'folder') return { name, target }
  const { root, surroundings } = await checkOutRevision(version.repository, version.commit, at, interrupt.signal)
  return {
    name,
    target: { ...target, root },
    // From a private copy, what a bare revision lacks is still the user's own where it is there.
    surroundings: version.repository !== own && existsSync(own) ? own : surroundings,
    project: own,
  }
}

/** What the variables of a target hold is never stored: it is what they hold now. */
async function environmentOf(project: string, { config, env }: AgainRequest): Promise<Record<string, string>> {
  const source = config ?? (existsSync(project) ? project : null)
  const said = source === null ? {} : ((await loadTargetConfig(source)).environment ?? {})
  return { ...said, ...env }
}
