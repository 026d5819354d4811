import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { valuesIn } from '../../../build-config/configuration-object.js'
import { parseSource, traverse } from '../../../source/parse.js'

/** `build.minify: false` of a configuration of Vite; by itself Vite minifies. */
export const minifyInVite = (path: string, source: string): string | null => {
  const off = valuesIn(path, source, 'minify').filter(
    ({ value, within }) => within === 'build' && value.type === 'BooleanLiteral' && !value.value,
  )
  if (off.length === 0) return null
  const text = new MagicString(source)
  for (const { value } of off) text.update(value.start!, value.end!, 'true')
  return text.toString()
}

const propertyOf = (object: t.ObjectExpression, name: string): t.ObjectProperty | undefined =>
  object.properties.find(
    one => one.type === 'ObjectProperty' && !one.computed && one.key.type === 'Identifier' && one.key.name === name,
  ) as t.ObjectProperty | undefined

/** Options of builds by esbuild: objects with entry points that are bundled. What also serves or watches is for developers. */
export const esbuildOptions = (path: string, source: string): t.ObjectExpression[] => {
  const file = /\besbuild\b/.test(source) ? parseSource(path, source) : null
  const found: t.ObjectExpression[] = []
  if (file === null) return found
  traverse(file.ast, {
    ObjectExpression({ node }) {
      const bundle = propertyOf(node, 'bundle')?.value
      if (propertyOf(node, 'entryPoints') && bundle?.type === 'BooleanLiteral' && bundle.value) found.push(node)
    },
  })
  return found
}

/** `minify: true` in the one set of options that a script hands to esbuild. */
export const minifyInEsbuild = (path: string, source: string): string | null => {
  const [options, ...others] = esbuildOptions(path, source)
  if (!options || others.length > 0) return null
  const text = new MagicString(source)
  const minify = propertyOf(options, 'minify')
  if (minify) {
    if (minify.value.type !== 'BooleanLiteral' || minify.value.value) return null
    text.update(minify.value.start!, minify.value.end!, 'true')
    return text.toString()
  }
  if (['minifyWhitespace', 'minifyIdentifiers', 'minifySyntax'].some(name => propertyOf(options, name))) return null
  const bundle = propertyOf(options, 'bundle')!
  const before = source.slice(source.lastIndexOf('\n', bundle.start! - 1), bundle.start!)
  text.appendLeft(bundle.end!, `,${/^\n\s*$/.test(before) ? before : ' '}minify: true`)
  return text.toString()
}

/** The command in a script that builds: Vite told not to minify, or esbuild not told to. */
export const minifyInCommand = (line: string): string | null => {
  const vite = line.replace(/(\bvite build\b[^&|;"]*?)\s--minify[= ]false\b/, '$1')
  if (vite !== line) return vite
  if (/--minify\b|--watch\b|--serve\b/.test(line)) return null
  const esbuild = line.replace(/(\besbuild\s(?:[^&|;"]*\s)?--bundle)(?=[\s"&|;])/, '$1 --minify')
  return esbuild === line ? null : esbuild
}
