import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type { WorkPicture } from '../plan/encode-pictures.js'
import type { Resolve } from '../plan/resolve.js'
import { OF_TOOLS, startOf } from './code-sites.js'
import { courseIn } from './course.js'
import type { Program } from './program.js'

/** What an `<img>` is known by: its file, and what its `src` says there. */
export const imageKey = (file: string, expression: string): string => `${file}\n${expression.trim()}`

/** The `<img>` elements that show what modules import, each with the pictures that get there: as they are, by whatever names. */
export const reachedImages = (
  program: Program,
  works: readonly WorkPicture[],
  resolve: Resolve<WorkPicture>,
): ReadonlyMap<string, ReadonlySet<WorkPicture>> => {
  const reached = new Map<string, Set<WorkPicture>>()
  const course = courseIn(program)
  const names = works.map(({ file }) => path.posix.basename(file.path))
  for (const file of program.paths) {
    const module = OF_TOOLS.test(file) ? null : program.module(file)
    if (module === null || !names.some(name => module.text.includes(name))) continue
    const importOf = (found: NodePath<t.StringLiteral>): void => {
      const work = resolve(found.node.value, file)
      // A query may make another file of it, and `new URL()` an address with its host.
      if (work === null || found.node.value.includes('?') || found.parentPath.isNewExpression()) return
      const start = startOf(found, module)
      if (start === null || 'refused' in start) return
      for (const end of course(start)) {
        if (end.kind !== 'shown') continue
        const { path: there, code } = program.moduleOf(end.value)
        const key = imageKey(there, code.slice(end.value.node.start!, end.value.node.end!))
        const pictures = reached.get(key) ?? new Set()
        reached.set(key, pictures.add(work))
      }
    }
    module.program.traverse({ StringLiteral: importOf })
  }
  return reached
}
