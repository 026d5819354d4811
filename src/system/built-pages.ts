import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where builds leave their pages unless told otherwise. */
export const OUTPUT_FOLDERS = ['dist', 'build', 'out', 'public', '_site'] as const

/** The folder of a project that has an index.html: the one said, where it is no `.`, else one of the usual. */
export const builtPages = (root: string, said?: string): string | undefined =>
  [...(said === undefined || said === '.' ? [] : [said]), ...OUTPUT_FOLDERS].find(folder =>
    existsSync(join(root, folder, 'index.html')),
  )
