import type * as t from '@babel/types'
import { configurationValues } from '../../build-config/configuration-object.js'
import { keyOf, literalOf, propertyOf, type Replacement, treeOf, walk } from '../../build-config/literals.js'
import { parseSource } from '../../source/parse.js'

const replace = (path: string, node: t.Node, text: string, detail: string): Replacement => ({
  path,
  start: node.start!,
  end: node.end!,
  text,
  detail: `${path}: ${detail}`,
})

/** webpack's options by which it leaves code out; all of them are on in production by themselves. */
const WEBPACK = ['usedExports', 'providedExports', 'concatenateModules', 'sideEffects', 'innerGraph']

/** Where Rollup's own option stands: at the top of its configuration, or within Vite's. */
const ROLLUP = /^$|^build\.(rollupOptions|rolldownOptions)$/

/** Options of a bundler, written out as off, by which it would leave out what nothing uses. */
export const switchedOff = (path: string, text: string, bundler: string): readonly Replacement[] => {
  const file = parseSource(path, text)
  if (!file) return []
  const off = (key: string, within: (keys: string) => boolean): t.Node[] =>
    configurationValues(file, key).flatMap(one =>
      within(one.within) && literalOf(one.value) === false ? [one.value] : [],
    )
  if (bundler === 'webpack') {
    return WEBPACK.flatMap(key =>
      off(key, keys => keys === 'optimization').map(node => replace(path, node, 'true', `optimization.${key} is on`)),
    )
  }
  if (bundler !== 'esbuild') {
    return off('treeshake', keys => ROLLUP.test(keys)).map(node => replace(path, node, 'true', 'treeshake is on'))
  }
  const found: Replacement[] = []
  const tree = /esbuild/.test(text) ? treeOf(path, text) : null
  if (tree === null) return found
  walk(tree, node => {
    if (!propertyOf(node, 'entryPoints')) return
    const shaking = propertyOf(node, 'treeShaking')
    if (shaking && literalOf(shaking.value) === false)
      found.push(replace(path, shaking.value, 'true', 'treeShaking is on'))
    const ignored = propertyOf(node, 'ignoreAnnotations')
    if (ignored && literalOf(ignored.value) === true)
      found.push(replace(path, ignored.value, 'false', `${keyOf(ignored)} is off`))
  })
  return found
}
