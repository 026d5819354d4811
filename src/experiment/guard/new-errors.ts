import { withoutHashes } from '../../system/without-hash.js'
import { seenOften } from './seen-often.js'

type Messages = readonly string[]

/** Whether an error (or failed request, in words) is none that was there before: the files of another build, which it names, have other hashes. */
export function newBeside(before: readonly Messages[]): (message: string) => boolean {
  const known = new Set(before.flat().map(withoutHashes))
  return message => !known.has(withoutHashes(message))
}

/** Errors in the looks at the candidate that none at the baseline showed. */
export const newErrors = (baseline: readonly Messages[], candidate: readonly Messages[]): string[] =>
  seenOften(candidate.map(look => look.filter(newBeside(baseline))))
