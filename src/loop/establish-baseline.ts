import { leftOutFiles } from '../change/working-tree.js'
import { caveatsOf } from '../report/caveats.js'
import { keepArtifact, readArtifact } from './artifacts.js'
import type { BaselineTests } from './checks/pre.js'
import type { CurrentSystem } from './current-system.js'
import { findPages } from './find-pages.js'
import { observeArm } from './observe.js'
import { prepareTarget, testBaseline } from './prepare.js'
import type { TargetRuntime } from './runtime.js'
import { type SessionRecord, withoutPictures } from './session-record.js'

/** Timed loads of each page and profile before anything is decided: two show how steady they are. */
export const BASELINE_LOADS = 2
/** With less time than this in all only the first page shows that: the others are loaded again beside the candidate, ms. */
const SHORT = 7 * 60_000

export interface Baseline {
  /** Works on the pages that were found. */
  readonly runtime: TargetRuntime
  readonly original: CurrentSystem
  /** How long building it took, ms. */
  readonly preparation: number
}

/** Measures the unchanged target: the first stages of every session. */
export async function establishBaseline(opened: TargetRuntime, record: SessionRecord): Promise<Baseline> {
  const started = Date.now()
  const arm = await record.stage(
    'prepare',
    'building the unchanged system',
    () => opened.steps.run('prepare', () => prepareTarget(opened)),
    () => 'built',
  )
  const preparation = Date.now() - started
  const pages = await opened.steps.run('find pages', () => findPages(opened, arm))
  const runtime = { ...opened, target: { ...opened.target, pages } }
  const { observed, tests } = await record.stage(
    'observe',
    runtime.target.test
      ? 'measuring the unchanged system, and running the project’s own tests'
      : 'measuring the unchanged system',
    () =>
      runtime.steps.run('observe', async () => {
        // Counting does not mind company: the tests run while pages are surveyed, before anything is timed.
        const testing = { tests: null as BaselineTests | null }
        const test = async (): Promise<void> => {
          testing.tests = await testBaseline(runtime, arm)
        }
        const measured = await observeArm(runtime, arm, BASELINE_LOADS, test, runtime.timeBudget < SHORT)
        return { observed: await keepArtifact(runtime.folder, 'baseline', measured), tests: testing.tests }
      }),
    result =>
      `${runtime.target.pages.length} ${runtime.target.pages.length === 1 ? 'page' : 'pages'} measured; ${result.tests?.evidence ?? 'the project has no tests of its own'}`,
  )
  const { observation } = await readArtifact(observed)
  await record.update(session => {
    session.baseline[runtime.target.id] = withoutPictures(observation)
    session.config.targets = session.config.targets.map(target =>
      target.id === runtime.target.id ? runtime.target : target,
    )
    if (tests && !tests.passed) {
      session.alerts.push({ at: new Date(), severity: 'warning', message: tests.evidence })
    }
    for (const message of caveatsOf(observation)) session.alerts.push({ at: new Date(), severity: 'warning', message })
    const dirty = leftOutFiles(runtime.clone.dirty)
    if (dirty.length > 0 && !runtime.clone.includesDirty) {
      session.alerts.push({
        at: new Date(),
        severity: 'info',
        message: `${dirty.length} uncommitted ${dirty.length === 1 ? 'file is' : 'files are'} left out (HEAD is the baseline): ${dirty
          .slice(0, 5)
          .map(file => file.path)
          .join(', ')}`,
      })
    }
  })
  return { runtime, original: { arm, observed, tests }, preparation }
}
