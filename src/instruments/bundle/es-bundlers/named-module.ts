import { posix } from 'node:path'
import { packageOf } from '../modules/module-path.js'
import type { EsImport } from './es-build.js'

const withoutExtension = (path: string): string => path.replace(/\.\w+$/, '')

/** The ways in which a file is named: with its extension, without, and an index by its folder. */
const namesOf = (path: string): string[] => [
  path,
  withoutExtension(path),
  withoutExtension(path).replace(/\/index$/, ''),
]

const packageOfSpecifier = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** How well a module answers to a specifier, 0 for not at all. */
const likeness = (importer: string, specifier: string, to: string): number => {
  if (specifier.startsWith('.') || specifier.startsWith('/')) {
    const base = specifier.startsWith('/') ? specifier : posix.join(posix.dirname(importer), specifier)
    if (namesOf(to).includes(base)) return 3
    // `./a.js` in TypeScript is what `a.ts` becomes.
    return withoutExtension(to) === withoutExtension(base) ? 2 : 0
  }
  const inPackage = packageOf(to)
  if (inPackage !== null && inPackage === packageOfSpecifier(specifier)) {
    const inside = specifier.slice(inPackage.length)
    return inside !== '' && namesOf(to).some(name => name.endsWith(inside)) ? 3 : 1
  }
  // An alias, such as `@/components`: the rest of the path says which.
  const rest = specifier.slice(specifier.indexOf('/'))
  return specifier.includes('/') && namesOf(to).some(name => name.endsWith(rest)) ? 2 : 0
}

/** Which of a module's imports a specifier of it names: the bundler's word where there is one, else those that look most like it. */
export const namedModules = (importer: string, specifier: string, imports: readonly EsImport[]): readonly string[] => {
  const said = imports.filter(one => one.specifier === specifier)
  if (said.length > 0) return said.map(({ to }) => to)
  const rated = imports
    .filter(one => one.specifier === undefined)
    .map(({ to }) => ({ to, like: likeness(importer, specifier, to) }))
  const best = Math.max(0, ...rated.map(({ like }) => like))
  return best === 0 ? [] : rated.filter(({ like }) => like === best).map(({ to }) => to)
}
