import path from 'node:path'
import type { TargetSystem } from '../model/target.js'

/**
 * Folders by these names hold nothing but what a build made, whatever folders are in them (`dist/shop`); others (`public`) may hold sources as
 * well. `browser` is where Angular puts what browsers load.
 */
const OUTPUT_NAMES = new Set(['dist', 'build', 'out', 'output', '_site', '.output', '.next', 'browser'])

/**
 * A target's output folder, relative to its root, where nothing but build output is in it: it can be emptied, need not be
 * copied, and is never edited. Else null.
 */
export function pureOutput(target: Pick<TargetSystem, 'build'>): string | null {
  if (!target.build) return null
  const output = path.posix.normalize(target.build.output).replace(/\/$/, '')
  return output.split('/').some(name => OUTPUT_NAMES.has(name)) && !output.startsWith('..') ? output : null
}
