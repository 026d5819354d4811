import { withoutQuery } from '../../../model/pathname.js'

/**
 * A module's name in webpack's statistics as a path: loaders, query and `./` taken off; a package anywhere above the project
 * (hoisted in a workspace) reads as `node_modules/…`.
 *
 * @returns null for what is no file: runtime helpers, externals, multi-entries, context modules.
 */
export const modulePath = (name: string): string | null => {
  const resource = name
    .split('!')
    .at(-1)!
    .trim()
    .replace(/ \+ \d+ modules?( \(concatenated\))?$/, '')
  const path = withoutQuery(resource).replaceAll('\\', '/')
  if (!/^\.{0,2}\//.test(path) || /\s(sync|lazy|eager|weak)\b|\s\(ignored\)$/.test(path)) return null
  return fromPackages(path).replace(/^\.\//, '')
}

/** The path of a file of a package, from the outermost `node_modules` on; any other path as it is. */
export const fromPackages = (path: string): string => path.match(/(?:^|\/)(node_modules\/.*)$/)?.[1] ?? path

/** The npm package that a path belongs to (the innermost, where packages nest), or null for the project's own code. */
export const packageOf = (path: string): string | null => {
  const inner = path.split('node_modules/').at(-1)!
  if (inner === path) return null
  const [scope, name] = inner.split('/')
  return scope!.startsWith('@') ? `${scope}/${name}` : scope!
}
