import path from 'node:path'
import type { TargetSystem } from '../model/target.js'

/** Folders by these names hold nothing but what a build made; others (`public`) may hold sources as well. */
const OUTPUT_NAMES = new Set(['dist', 'build', 'out', 'output', '_site', '.output', '.next'])

/**
 * A target's output folder, relative to its root, where nothing but build output is in it: it can be emptied, need not be
 * copied, and is never edited. Else null.
 */
export function pureOutput(target: Pick<TargetSystem, 'build'>): string | null {
  if (!target.build) return null
  const output = path.posix.normalize(target.build.output).replace(/\/$/, '')
  return OUTPUT_NAMES.has(path.posix.basename(output)) && !output.startsWith('..') ? output : null
}
