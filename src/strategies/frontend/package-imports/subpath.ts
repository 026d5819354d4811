import { z } from 'zod'

const manifestSchema = z.looseObject({
  version: z.string().optional(),
  type: z.string().optional(),
  exports: z.unknown().optional(),
  sideEffects: z.unknown().optional(),
})

export type PackageManifest = z.infer<typeof manifestSchema>

/** A package's own `package.json`; null where it cannot be read. */
export const readManifest = (text: string): PackageManifest | null => {
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Every file that a target of an exports map may come to, whatever the conditions; blocked ones (`null`) as ``. */
const leaves = (target: unknown): string[] => {
  if (typeof target === 'string') return [target]
  if (target === null) return ['']
  if (Array.isArray(target)) return target.flatMap(leaves)
  return typeof target === 'object' ? Object.values(target as object).flatMap(leaves) : []
}

/**
 * The specifier by which a file of a package can be imported.
 *
 * @param within the file's path in the package: `functions/valid.js`
 * @param extension whether the extension must be written: in modules of packages of type `module`
 * @returns null where the package's `exports` don't let it be imported, or name it differently by condition
 */
export const subpathOf = (
  name: string,
  within: string,
  { exports, type }: PackageManifest,
  extension: boolean,
): string | null => {
  if (exports === undefined) {
    const plain = within.endsWith('.js') && !extension && type !== 'module' ? within.slice(0, -'.js'.length) : within
    return `${name}/${plain}`
  }
  if (typeof exports !== 'object' || exports === null) return null
  for (const [key, target] of Object.entries(exports)) {
    if (!key.startsWith('./') || key.endsWith('/')) continue
    const files = leaves(target)
    if (files.length === 0 || files.some(file => file !== files[0])) continue
    const [pattern = ''] = files
    const [before, after] = pattern.split('*')
    if (after === undefined) {
      if (pattern === `./${within}`) return `${name}/${key.slice('./'.length)}`
    } else if (`./${within}`.startsWith(before!) && within.endsWith(after)) {
      const star = `./${within}`.slice(before!.length, `./${within}`.length - after.length)
      return `${name}/${key.slice('./'.length).replace('*', () => star)}`
    }
  }
  return null
}
