import { TunewrightError } from '../model/errors.js'
import type { Clone } from './clone.js'
import type { Journal } from './journal.js'

/**
 * Keeps a change as one commit of exactly its files. Done again for a kept change, it returns the same commit.
 *
 * @returns the commit's sha
 * @throws TunewrightError INPUT_INVALID for a change that was put back, or that edited nothing
 */
export async function keepChange(clone: Clone, journal: Journal, change: string, message: string): Promise<string> {
  const kept = journal.commitOf(change)
  if (kept !== null && journal.stateOf(change) === 'kept') return kept
  const { edits } = journal.changeOf(change)
  if (journal.stateOf(change) !== 'pending' || edits.length === 0) {
    throw new TunewrightError('INPUT_INVALID', `The change ${change} has nothing that could be kept.`, {
      remedy: 'Apply it (again) first.',
    })
  }
  const commit = await clone.commit({ message, edits, staged: () => journal.checkpoint('edits staged') })
  journal.checkpoint('committed')
  await journal.append({ type: 'change-kept', change, commit })
  return commit
}
