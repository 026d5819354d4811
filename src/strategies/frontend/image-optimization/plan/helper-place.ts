import path from 'node:path'
import { isHelperModule } from '../rewrite/helper-module.js'
import { readBlocks } from '../vue/blocks.js'
import { isTyped } from '../vue/script.js'
import type { Project } from './project.js'

/** The helper lies at the top of the folder that holds the components. */
export const placeHelper = (project: Project): { readonly path: string } | { readonly refused: string } => {
  if (project.hydrates) return { refused: 'pages are rendered on a server first, where the browser cannot be asked' }
  const components = [
    ...project.modules.filter(m => /<img\b|backgroundImage/.test(m.text) && /\.[jt]sx?$/.test(m.path)),
    ...project.components.filter(c => /<img\b/.test(c.text)),
  ].map(m => path.posix.dirname(m.path))
  const first = components[0]
  if (first === undefined) return { refused: 'there are no components' }
  const folder = components.reduce((common, dir) => {
    let shared = common
    while (shared !== '.' && dir !== shared && !dir.startsWith(`${shared}/`)) shared = path.posix.dirname(shared)
    return shared
  }, first)
  const typed =
    project.modules.some(m => /\.tsx$/.test(m.path)) ||
    project.components.some(c => isTyped(readBlocks(c.text).scripts))
  const place = path.posix.join(folder, `picture-sources.${typed ? 'ts' : 'js'}`)
  const there = project.modules.find(m => m.path === place)
  return there && !isHelperModule(there.text) ? { refused: `${place} exists already` } : { path: place }
}
