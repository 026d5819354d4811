import { parse } from '@babel/parser'
import babelTraverse from '@babel/traverse'
import MagicString from 'magic-string'
import { unwrapDefault } from '../../../unwrap-default.js'

const traverse = unwrapDefault(babelTraverse)

/** Whether a configuration's rules already take AVIF and WebP, could be made to, or say nothing of pictures. */
export type RuleOutcome =
  | { readonly kind: 'accepts' }
  | { readonly kind: 'extended'; readonly text: string; readonly rules: readonly string[] }
  | { readonly kind: 'silent' }

const NEW = ['avif', 'webp']

/**
 * Extends the tests of webpack rules for pictures (`test: /\.(png|jpe?g)$/`) to AVIF and WebP, where they are regular
 * expressions written in the configuration itself.
 * @param extensions those of the pictures that are imported (`jpg`)
 */
export const extendPictureRules = (source: string, extensions: readonly string[]): RuleOutcome => {
  const output = new MagicString(source)
  const rules: string[] = []
  let accepted = false
  let tree: ReturnType<typeof parse>
  try {
    tree = parse(source, { sourceType: 'unambiguous', plugins: ['typescript'] })
  } catch {
    return { kind: 'silent' }
  }
  traverse(tree, {
    RegExpLiteral(path) {
      const property = path.findParent(p => p.isObjectProperty())
      const key = property?.isObjectProperty() && property.node.key.type === 'Identifier' ? property.node.key.name : ''
      if (key !== 'test') return
      const { pattern, flags, start, end } = path.node
      const test = (extension: string): boolean =>
        new RegExp(pattern, flags.replace(/[gy]/g, '')).test(`picture.${extension}`)
      if (!extensions.some(test)) return
      const missing = NEW.filter(extension => !test(extension))
      if (missing.length === 0) {
        accepted = true
        return
      }
      const extended = extendPattern(pattern, flags, missing)
      output.overwrite(start!, end!, `/${extended}/${flags}`)
      rules.push(`/${pattern}/${flags} to /${extended}/${flags}`)
    },
  })
  if (rules.length > 0) return { kind: 'extended', text: output.toString(), rules }
  return { kind: accepted ? 'accepts' : 'silent' }
}

/** Into the last alternation, where that does it; else beside the whole pattern. */
export const extendPattern = (pattern: string, flags: string, missing: readonly string[]): string => {
  const at = pattern.lastIndexOf(')')
  const inside = at < 0 ? null : `${pattern.slice(0, at)}|${missing.join('|')}${pattern.slice(at)}`
  if (
    inside !== null &&
    missing.every(m => new RegExp(inside, flags).test(`a.${m}`) && !new RegExp(inside, flags).test(`a.${m}x`))
  )
    return inside
  return `(?:${pattern})|\\.(?:${missing.join('|')})$`
}
