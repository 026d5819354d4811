import { findSource } from '../change/source.js'
import { dirtyFiles, leftOutFiles } from '../change/working-tree.js'
import { printable } from '../report/printable.js'

/** So many names say which work is meant. */
const NAMES = 3

/**
 * What of a checkout is not looked at, as a sentence for the terminal; null where nothing is left out.
 * @throws TunewrightError TARGET_UNSUPPORTED for a repository that cannot be optimized, e.g. one without a commit
 */
export async function leftOut(root: string, includeDirty: boolean): Promise<string | null> {
  if (includeDirty) return null
  const source = await findSource(root)
  if (source.kind === 'folder') return null
  const files = leftOutFiles(await dirtyFiles(source.folder))
  if (files.length === 0) return null
  const names = files.slice(0, NAMES).map(({ path }) => printable(path))
  const [subject, object] =
    files.length === 1 ? ['1 uncommitted file is', 'it'] : [`${files.length} uncommitted files are`, 'them']
  return `${subject} left out (${names.join(', ')}${files.length > NAMES ? ', …' : ''}): HEAD is what is worked on. --include-dirty includes ${object}.`
}
