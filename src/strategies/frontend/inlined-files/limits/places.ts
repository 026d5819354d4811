import { posix } from 'node:path'
import type { TargetSystem } from '../../../../model/target.js'

/** Where a bundler writes files, and under which address the site has them. */
export interface Places {
  /** The folder of the output, relative to the project. */
  readonly output: string
  /** Whether what lies in a folder of the project is served below an address. */
  isServedBelow(folder: string, address: string): boolean
}

/** @param outputPath of the bundle, relative to the output of the target's build */
export const placesOf = ({ build, serve }: TargetSystem, outputPath: string): Places => {
  const made = build?.output ?? '.'
  const root = serve.kind === 'static' ? serve.folder : made
  return {
    output: posix.join(made, outputPath),
    isServedBelow: (folder, address) => {
      const below = posix.relative(posix.normalize(root), posix.normalize(folder))
      return !below.startsWith('..') && posix.join('/', below, '/') === posix.join(address, '/')
    },
  }
}
