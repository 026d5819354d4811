import { type FirstLook, firstLooks } from '../experiment/index.js'
import type { BuiltArm } from '../model/change.js'
import { artifactOf, isKept, keepArtifact, readArtifact } from './artifacts.js'
import type { ReadingRuntime } from './runtime.js'

const looksAt = ({ folder }: Pick<ReadingRuntime, 'folder'>, { revision }: BuiltArm) =>
  artifactOf<readonly FirstLook[]>(folder, nameOf(revision))

const nameOf = (revision: string): string => `looks/${revision}`

/**
 * Looks at a built arm by other means and keeps what was seen, for all that it is held against later.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function takeLooks(
  runtime: ReadingRuntime,
  arm: BuiltArm,
  onLook?: (done: number, of: number) => void,
): Promise<void> {
  const served = await runtime.serve(arm)
  try {
    await served.warm()
    const { lab, target, signal } = runtime
    const looks = await firstLooks({ lab, served, pages: target.pages, signal, ...(onLook && { onLook }) })
    await keepArtifact(runtime.folder, nameOf(arm.revision), looks)
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
