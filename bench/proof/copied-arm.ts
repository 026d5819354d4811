import { cp } from 'node:fs/promises'
import path from 'node:path'
import type { Arms } from '../../src/experiment/index.js'
import type { NullChange } from './changes-that-do-nothing.js'
import type { ProofSite } from './sites/index.js'

/**
 * The arm, and a copy of it at another path, as a candidate is.
 * @param folder an empty one for the copy
 * @param change made to the copy; null: none
 */
export async function copiedArm({ arm, target }: ProofSite, folder: string, change: NullChange | null): Promise<Arms> {
  const root = path.join(folder, 'copy')
  await cp(arm.root, root, { recursive: true, verbatimSymlinks: true })
  await change?.apply(path.join(root, target.build?.output ?? '.'))
  return { baseline: arm, candidate: { ...arm, root } }
}
