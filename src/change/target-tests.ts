import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { BuiltArm } from '../model/change.js'
import type { TargetSystem } from '../model/target.js'
import { targetEnvironment } from '../system/environment.js'
import { runCommand } from '../system/process.js'
import { adaptationsOf, adapted } from './adaptations.js'
import { armFolder } from './arm.js'
import type { Clone } from './clone.js'
import { removeTree, snapshotTree } from './snapshot.js'

const TEST_TIMEOUT = 10 * 60_000

/** What test runners say where a project has their command, and no test: its template came with the one alone. */
const NO_TESTS = /^\s*(?:No tests found\b|No test files found\b)/im

export interface TestRun {
  /** `absent`: the target has no test command, or nothing that it runs. */
  readonly outcome: 'passed' | 'failed' | 'timed-out' | 'absent'
  readonly exitCode: number | null
  /** The last 64 KB. */
  readonly output: string
  readonly milliseconds: number
}

export interface TestOptions {
  /** In ms; ten minutes where absent. */
  readonly timeout?: number
  readonly signal?: AbortSignal
  readonly onOutput?: (text: string) => void
}

/**
 * Runs the project's own tests on a built arm: in a copy of it that is thrown away, since tests write (coverage, builds,
 * snapshots) and what is measured must stay what was built.
 *
 * @throws TunewrightError CANCELLED
 */
export async function runTests(
  arm: BuiltArm,
  clone: Clone,
  target: TargetSystem,
  o: TestOptions = {},
): Promise<TestRun> {
  if (!target.test) return { outcome: 'absent', exitCode: null, output: '', milliseconds: 0 }
  const copy = path.join(armFolder(arm, clone), `tests-${randomUUID().slice(0, 8)}`)
  try {
    await snapshotTree(path.join(armFolder(arm, clone), 'tree'), copy)
    const { exitCode, output, milliseconds, timedOut } = await runCommand(target.test.command, {
      cwd: path.join(copy, clone.prefix),
      environment: adapted(adaptationsOf(clone.folder), targetEnvironment(target, { CI: 'true' })),
      timeout: o.timeout ?? TEST_TIMEOUT,
      ...(o.signal ? { signal: o.signal } : {}),
      ...(o.onOutput ? { onOutput: o.onOutput } : {}),
    })
    const failed = NO_TESTS.test(output) ? 'absent' : 'failed'
    return { outcome: timedOut ? 'timed-out' : exitCode === 0 ? 'passed' : failed, exitCode, output, milliseconds }
  } finally {
    await removeTree(copy)
  }
}
