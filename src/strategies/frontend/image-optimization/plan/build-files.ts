import path from 'node:path'
import { filesRun } from '../../../build-config/build-command.js'
import type { Project, SourceText } from './project.js'

const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '/index.js', '/index.mjs', '/index.cjs', '/index.ts']
const NAMED = /(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}\/[^"']+)\1/g

/**
 * The files by which Rollup or esbuild is told how to build, as far as they are the project's own: what the build runs, and the modules of it. Others that are called like
 * a configuration say nothing of this build.
 */
export const buildFiles = ({ modules, build }: Pick<Project, 'modules' | 'build'>): readonly SourceText[] => {
  const byPath = new Map(modules.map(module => [module.path, module]))
  const found = new Map<string, SourceText>()
  const add = (file: string): void => {
    const module = byPath.get(file)
    if (module === undefined || found.has(file)) return
    found.set(file, module)
    for (const [, , specifier] of module.text.matchAll(NAMED)) {
      const wanted = path.posix.join(path.posix.dirname(file), specifier!)
      const next = ENDINGS.map(ending => `${wanted}${ending}`).find(one => byPath.has(one))
      if (next !== undefined) add(next)
    }
  }
  for (const file of filesRun(build, one => byPath.has(one))) add(file)
  return [...found.values()]
}
