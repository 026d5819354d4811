import { type FirstLook, firstLooks } from '../experiment/index.js'
import type { BuiltArm } from '../model/change.js'
import { artifactOf, isKept, keepArtifact, readArtifact } from './artifacts.js'
import type { ReadingRuntime } from './runtime.js'

const looksAt = ({ folder }: Pick<ReadingRuntime, 'folder'>, { revision }: BuiltArm) =>
  artifactOf<readonly FirstLook[]>(folder, nameOf(revision))

const nameOf = (revision: string): string => `looks/${revision}`

/**
 * Looks at a built arm by other means while something else goes on, and keeps what was seen for all that the arm is held against later. Told of only where nothing else
 * goes on any more; ended where what went on has come to nothing that would be held against it.
 * @param work what goes on: whether it came to something
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function takeLooksMeanwhile(
  runtime: ReadingRuntime,
  arm: BuiltArm,
  work: Promise<boolean>,
): Promise<void> {
  const { lab, target } = runtime
  const needless = new AbortController()
  let isOver = false
  const over = (isWorthIt: boolean): void => {
    isOver = true
    if (!isWorthIt) needless.abort()
  }
  work.then(over, () => over(false))
  const served = await runtime.serve(arm)
  try {
    await served.warm()
    const looks = await firstLooks({
      lab,
      served,
      pages: target.pages,
      signal: AbortSignal.any([runtime.signal, needless.signal]),
      onLook: (done, of) => {
        if (isOver) runtime.step('apply', 'looking by other means at the unchanged system', done, of)
      },
    })
    await keepArtifact(runtime.folder, nameOf(arm.revision), looks)
  } catch (error) {
    if (!needless.signal.aborted || runtime.signal.aborted) throw error
  } finally {
    await served.stop()
  }
}

/** What was seen of an arm by such looks before; nothing where none were taken. */
export const knownLooks = async (
  runtime: Pick<ReadingRuntime, 'folder'>,
  arm: BuiltArm,
): Promise<readonly FirstLook[]> => {
  const kept = looksAt(runtime, arm)
  return isKept(kept) ? readArtifact(kept) : []
}
