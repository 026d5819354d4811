import type * as t from '@babel/types'
import { keyOf, literalOf, propertyOf, treeOf, walk } from './literals.js'

export const BABEL_FILES = [
  '.babelrc',
  '.babelrc.json',
  '.babelrc.js',
  '.babelrc.cjs',
  'babel.config.json',
  'babel.config.js',
  'babel.config.cjs',
  'babel.config.mjs',
  'package.json',
]

/** Where a configuration of Babel has its preset of language levels, with what it is told. */
export interface PresetEnv {
  readonly path: string
  readonly options: t.ObjectExpression | null
  /** `targets` of the preset, or of the configuration around it. */
  readonly targets: t.ObjectProperty | undefined
}

const PRESET = /^(@babel\/(preset-)?env)$/

const namesPreset = (node: t.Node | null): boolean => {
  if (node?.type === 'StringLiteral') return PRESET.test(node.value)
  // `require('@babel/preset-env')`, `require.resolve('@babel/preset-env')`
  return node?.type === 'CallExpression' && node.arguments.length === 1 && namesPreset(node.arguments[0]!)
}

/** Every place where a file has the preset, but for those that hold in tests or for some files only. */
export const presetsIn = (path: string, text: string): readonly PresetEnv[] => {
  const tree = treeOf(path, text)
  const found: PresetEnv[] = []
  if (tree === null) return found
  walk(tree, (node, above) => {
    if (node.type !== 'ArrayExpression' || keyOf(above.at(-1)!) !== 'presets') return
    if (above.some(one => /^(env|overrides)$/.test(keyOf(one)))) return
    const around = above.at(-2)
    for (const element of node.elements) {
      const [name, options = null] = element?.type === 'ArrayExpression' ? element.elements : [element]
      if (!namesPreset(name ?? null)) continue
      const own = options?.type === 'ObjectExpression' ? options : null
      found.push({ path, options: own, targets: propertyOf(own, 'targets') ?? propertyOf(around, 'targets') })
    }
  })
  return found
}

/** Whether an option is written out as that. */
export const isSet = ({ options }: PresetEnv, name: string, value: unknown): t.ObjectProperty | undefined => {
  const property = propertyOf(options, name)
  return property && literalOf(property.value) === value ? property : undefined
}
