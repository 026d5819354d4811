import { keyOf, type Replacement, treeOf } from '../../../build-config/literals.js'

/** A script of `package.json`, as it is written there. */
export interface Script {
  readonly name: string
  /** With its quotes and escapes. */
  readonly written: string
  /** Where it begins in the file. */
  readonly start: number
}

/** @param names of those that the build runs */
export const scriptsOf = (packageText: string, names: readonly string[]): readonly Script[] => {
  const tree = treeOf('package.json', packageText)
  const all = tree?.type === 'ObjectExpression' ? tree.properties.find(one => keyOf(one) === 'scripts') : undefined
  if (all?.type !== 'ObjectProperty' || all.value.type !== 'ObjectExpression') return []
  return all.value.properties.flatMap(property => {
    if (property.type !== 'ObjectProperty' || !names.includes(keyOf(property))) return []
    const { start, end } = property.value
    return [{ name: keyOf(property), written: packageText.slice(start!, end!), start: start! }]
  })
}

/** What puts a text in place of a part of a script. */
export const inScript = (
  { name, start }: Script,
  part: { readonly index: number; readonly length: number },
  text: string,
  detail: string,
): Replacement => ({
  path: 'package.json',
  start: start + part.index,
  end: start + part.index + part.length,
  text,
  detail: `package.json: the script ${name}: ${detail}`,
})
