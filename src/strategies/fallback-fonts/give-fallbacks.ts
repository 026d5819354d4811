import type { Workspace } from '../../model/change.js'
import { readStyleTexts } from '../fonts/style-texts.js'
import { componentStyles } from './component-styles.js'
import type { MeasuredFace } from './fallback-face.js'
import { type WrittenFallbacks, writeFallbacks } from './write-fallbacks.js'

/** Writes what stands in for these faces until their fonts have come into the project's styles as they are now: text is to take the same room in both. */
export const giveFallbacks = async (
  faces: readonly MeasuredFace[],
  workspace: Workspace,
): Promise<Pick<WrittenFallbacks, 'details' | 'refusals'>> => {
  if (faces.length === 0) return { details: [], refusals: [] }
  const { styles } = await readStyleTexts(workspace)
  const written = await writeFallbacks([...styles, ...(await componentStyles(workspace))], faces)
  for (const [path, text] of written.writes) await workspace.write(path, text)
  return written
}
