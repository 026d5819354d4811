import type { CandidateSettings } from '../candidate-settings.js'

export type OwnGoal = CandidateSettings['ownGoals'][number]

export interface TextEdit {
  readonly path: string
  /** The whole file. */
  readonly text: string
  /** What it does, in a line. */
  readonly detail: string
}

export interface Mending {
  readonly edits: readonly TextEdit[]
  /** Why there are none; of no meaning where there are. */
  readonly reason: string | null
}

/** What an editor of one file comes to: its text, mended, or why it is left alone; null where it says nothing of the matter. */
export type Mended = { readonly text: string } | { readonly reason: string } | null

export const NOT_WRITTEN_OUT =
  'it is not written out in the configuration or the build script, so there is nothing to edit safely'

export const leftAlone = (reason: string): Mending => ({ edits: [], reason })

/**
 * The one edit by which files, or else the build's command, are mended. Two places that say the same are ambiguous: which of them the build
 * follows is not known.
 *
 * @returns null where none of them says anything of the matter
 */
export const mendFiles = (
  files: ReadonlyMap<string, string>,
  editor: (path: string, text: string) => Mended,
  said: string,
  command: TextEdit | null,
): Mending | null => {
  const edits: TextEdit[] = []
  const reasons: string[] = []
  for (const [path, source] of files) {
    const mended = editor(path, source)
    if (mended === null) continue
    if ('text' in mended) edits.push({ path, text: mended.text, detail: `${path}: ${said}` })
    else reasons.push(mended.reason)
  }
  if (command) edits.push(command)
  if (edits.length > 1)
    return leftAlone(`${edits.map(({ path }) => path).join(' and ')} could both be what is built by`)
  const [reason] = reasons
  if (reason !== undefined) return leftAlone(reason)
  return edits.length > 0 ? { edits, reason: null } : null
}
