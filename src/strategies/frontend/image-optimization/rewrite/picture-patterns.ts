import type * as t from '@babel/types'
import { extendPattern } from './webpack-rules.js'

/** One element of a list of patterns, as it stands in a configuration. */
export interface Pattern {
  readonly kind: 'glob' | 'regexp'
  /** The glob, or what stands between the slashes. */
  readonly text: string
  readonly flags: string
}

const patternOf = (node: t.Node | null): Pattern | null => {
  switch (node?.type) {
    case 'StringLiteral':
      return { kind: 'glob', text: node.value, flags: '' }
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? { kind: 'glob', text: node.quasis[0]!.value.raw, flags: '' } : null
    case 'RegExpLiteral':
      return { kind: 'regexp', text: node.pattern, flags: node.flags }
    default:
      return null
  }
}

/** Patterns that are written out: one, or a list of them; null where any of them is computed. */
export const patternsOf = (node: t.Node): readonly Pattern[] | null => {
  const elements = node.type === 'ArrayExpression' ? node.elements : [node]
  const patterns = elements.map(patternOf)
  return patterns.every(pattern => pattern !== null) ? patterns : null
}

export const globs = (...texts: readonly string[]): readonly Pattern[] =>
  texts.map(text => ({ kind: 'glob', text, flags: '' }))

/** A pattern as JavaScript source. */
export const patternSource = ({ kind, text, flags }: Pattern, quote: string): string =>
  kind === 'regexp' ? `/${text}/${flags}` : `${quote}${text.replace(/[\\'"]/g, '\\$&')}${quote}`

const escaped = (text: string): string => text.replace(/[$^.|\\+]/g, '\\$&')

/**
 * A glob as Rollup's plugins read it, as a regular expression for paths from the project's root; null where it is one of those that are not understood here (what
 * it is not, paths from elsewhere).
 */
export const globPattern = (glob: string): RegExp | null => {
  const clean = glob.replace(/^\.\//, '')
  if (/^\/|^\.\.|!|\\/.test(clean)) return null
  let made = ''
  /** What follows each bracket that is open. */
  const open: string[] = []
  for (let at = 0; at < clean.length; at++) {
    const rest = clean.slice(at)
    const [whole = '', before = '', group = ''] = /^([?*+@]?)(\()/.exec(rest) ?? []
    const [several] = /^\*\*\/?/.exec(rest) ?? []
    if (group !== '') {
      made += '(?:'
      open.push(`)${before === '@' ? '' : before}`)
      at += whole.length - 1
    } else if (several !== undefined) {
      made += several.endsWith('/') ? '(?:[^/]*/)*' : '.*'
      at += several.length - 1
    } else if (rest[0] === '{') {
      made += '(?:'
      open.push('}')
    } else if (rest[0] === ')' || rest[0] === '}') {
      const after = open.pop()
      if (after === undefined) return null
      made += after === '}' ? ')' : after
      // `jp(e)?g`: what follows a group says how often it is there.
      if (rest[0] === ')' && after === ')' && /^\)[?*+]/.test(rest)) made += clean[++at]
    } else if (rest[0] === ',' && open.at(-1) === '}') made += '|'
    else if (rest[0] === '|' && open.length > 0) made += '|'
    else if (rest[0] === '*') made += '[^/]*'
    else if (rest[0] === '?') made += '[^/]'
    else if (rest[0] === '[') {
      const [set] = /^\[[\w-]+\]/.exec(rest) ?? []
      if (set === undefined) return null
      made += set
      at += set.length - 1
    } else made += escaped(rest[0]!)
  }
  return open.length > 0 ? null : new RegExp(`^${made}$`)
}

/** Whether a pattern takes a file, by its path from the project's root; null where it cannot be told. */
export const takesFile = ({ kind, text, flags }: Pattern, file: string): boolean | null => {
  // Plugins hold them against absolute paths: what a regular expression says of the beginning of one is not known.
  if (kind === 'regexp') return /^\^/.test(text) ? null : new RegExp(text, flags.replace(/[gy]/g, '')).test(`/${file}`)
  return globPattern(text)?.test(file) ?? null
}

/** Whether any of a list does. */
export const anyTakes = (patterns: readonly Pattern[], file: string): boolean | null => {
  const taken = patterns.map(pattern => takesFile(pattern, file))
  return taken.includes(true) ? true : taken.includes(null) ? null : false
}

/** A glob with each of these endings in place of its own; null where it has none that is seen. */
const withEndings = ({ text }: Pattern, endings: readonly string[]): readonly Pattern[] | null => {
  const [, stem] = /^(.*)\.[^./]+$/s.exec(text) ?? []
  return stem === undefined ? null : globs(...endings.map(ending => `${stem}.${ending}`))
}

/** A list of alternatives at a glob's end, with more of them. */
const withAlternatives = ({ text }: Pattern, endings: readonly string[]): Pattern | null => {
  const [, before, list, after] = /^(.*\.(?:\{|[@+]?\())([^(){}]*[,|][^(){}]*)([)}])$/s.exec(text) ?? []
  if (before === undefined || list === undefined || after === undefined) return null
  const comma = after === '}'
  const gap = comma && /,\s/.test(list) ? ', ' : comma ? ',' : '|'
  return { kind: 'glob', text: `${before}${list}${gap}${endings.join(gap)}${after}`, flags: '' }
}

/**
 * The list with what takes files of further types wherever a pattern of it takes a picture; null where that cannot be said by patterns.
 * @param taken a picture that the list takes, by its path
 * @param endings of the further types: `avif`
 */
export const withFurtherTypes = (
  patterns: readonly Pattern[],
  taken: string,
  endings: readonly string[],
): readonly Pattern[] | null => {
  const at = patterns.findIndex(pattern => takesFile(pattern, taken) === true)
  const own = patterns[at]
  if (own === undefined) return null
  if (own.kind === 'regexp') return patterns.with(at, { ...own, text: extendPattern(own.text, own.flags, endings) })
  const wider = withAlternatives(own, endings)
  if (wider !== null) return patterns.with(at, wider)
  const more = withEndings(own, endings)
  return more === null ? null : [...patterns, ...more]
}

/** Patterns of further types alone, for where a pattern of the list takes a picture; null where that cannot be said by patterns. */
export const ofFurtherTypes = (
  patterns: readonly Pattern[],
  taken: string,
  endings: readonly string[],
): readonly Pattern[] | null => {
  const own = patterns.find(pattern => takesFile(pattern, taken) === true)
  if (own?.kind === 'glob') return withEndings(own, endings)
  // One that says something of folders would have to be said again.
  if (own === undefined || own.text.includes('/')) return null
  return [{ kind: 'regexp', text: `\\.(?:${endings.join('|')})$`, flags: '' }]
}
