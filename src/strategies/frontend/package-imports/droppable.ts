import { basename, posix } from 'node:path'
import { parseSource } from '../../source/parse.js'
import { loadEffects } from '../../source/side-effects.js'
import { extendsPrototypes, globalsSet } from '../../source/text-hazards.js'
import type { ReadInstalled } from './package-members.js'
import { readManifest } from './subpath.js'

/** The folder of the package that a path belongs to: `node_modules/a/node_modules/b`. */
export const packageFolder = (path: string): string => {
  const at = path.lastIndexOf('node_modules/') + 'node_modules/'.length
  const [scope = '', name = ''] = path.slice(at).split('/')
  return path.slice(0, at) + (scope.startsWith('@') ? `${scope}/${name}` : scope)
}

/** The packages' authors say that nothing but the values of their files matters. */
const declaredPure = async (path: string, read: ReadInstalled): Promise<boolean> =>
  readManifest(await read(posix.join(packageFolder(path), 'package.json')))?.sideEffects === false

/** Requires whose value nothing is taken from, at the start of a CommonJS file, only load it: that is looked at by itself. */
const LOADS = /^require\(\s*['"]\.{1,2}\//

/** What a file of a package does when it is loaded, which others may rely on; null for nothing. */
export const effectOf = async (path: string, read: ReadInstalled): Promise<string | null> => {
  if (await declaredPure(path, read)) return null
  const text = await read(path)
  if (/\.json$/.test(path)) return null
  if (text === '') return `${path} is not installed as a file`
  if (extendsPrototypes(text)) return `${path} extends built-in prototypes`
  const [global] = globalsSet(text)
  if (global !== undefined) return `${path} sets the global ${global}`
  const file = parseSource(path, text)
  if (!file) return `${path} cannot be read`
  const effect = loadEffects(file).find(one => !LOADS.test(one.text) && one.text !== "'use strict'")
  return effect ? `${basename(path)}:${effect.line} of its package runs \`${effect.text}\` when it is loaded` : null
}
