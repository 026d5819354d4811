import { existsSync } from 'node:fs'
import { branchFacts } from '../change/branch-state.js'
import { findSource } from '../change/source.js'

/** What became of what a session handed over. `moved`: it goes on from what was handed over. `rewritten`: it does not hold that any more. */
export type DeliveredState = 'untouched' | 'merged' | 'moved' | 'rewritten' | 'gone' | 'no-repository'

export interface DeliveredBranch {
  readonly state: DeliveredState
  /** As a phrase, e.g. `merged into main`. */
  readonly says: string
  readonly pushedTo: readonly string[]
}

/** Where a delivered branch stands in the user's repository; nothing is written. @param sha the last commit handed over */
export async function deliveredBranch(root: string, branch: string, sha: string): Promise<DeliveredBranch> {
  const source = existsSync(root) ? await findSource(root).catch(() => null) : null
  if (source?.kind !== 'repository') {
    return { state: 'no-repository', says: 'its repository is not there any more', pushedTo: [] }
  }
  const { at, holdsIt, inHead, mergedInto, pushedTo } = await branchFacts(source.folder, branch, sha)
  const told = (state: DeliveredState, says: string) => ({
    state,
    says: pushedTo.length > 0 ? `${says}, pushed to ${pushedTo.join(', ')}` : says,
    pushedTo,
  })
  if (mergedInto.length > 0) {
    const others = mergedInto.length > 2 ? ` and ${mergedInto.length - 2} more` : ''
    return told('merged', `merged into ${mergedInto.slice(0, 2).join(', ')}${others}`)
  }
  if (inHead && source.commit !== at) return told('merged', 'merged into HEAD')
  if (at === null) return told('gone', 'not there any more')
  if (at === sha) return told('untouched', 'there, not merged')
  return holdsIt
    ? told('moved', 'moved: commits were added')
    : told('rewritten', 'rewritten: without what was handed over')
}
