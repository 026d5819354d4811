import type { Declaration, Root } from 'postcss'
import valueParser from 'postcss-value-parser'
import type { StyleText } from '../fonts/style-texts.js'
import type { Generic } from './system-fonts.js'

/** A list of families that begins with a certain one, or has it further on. */
export interface FamilyList {
  readonly style: StyleText
  readonly declaration: Declaration
  /** Where in the styles the family's name ends. */
  readonly at: number
  /** The kind of font that the list ends with; null where it does not say. */
  readonly generic: Generic | null
  /** Names of the families right behind it, in lower case. */
  readonly next: readonly string[]
}

const GENERICS: Readonly<Record<string, Generic>> = {
  'sans-serif': 'sans-serif',
  'ui-sans-serif': 'sans-serif',
  'system-ui': 'sans-serif',
  serif: 'serif',
  'ui-serif': 'serif',
  monospace: 'monospace',
  'ui-monospace': 'monospace',
}

/** Declarations that hold families: `font-family`, `font`, and values that are given a name (`--sans`, `$sans`, `@sans`). */
const HOLDS = /^(?:font(?:-family)?|--.*|[$@].*)$/i

const valueStart = ({ source, prop, raws }: Declaration): number =>
  source!.start!.offset + prop.length + (raws.between ?? ':').length

type Node = valueParser.Node

/** The families of a value, each as its text and where it ends; null where it holds something else than a list of them. */
const familiesIn = (value: string, shorthand: boolean): { name: string; end: number }[] | null => {
  const { nodes } = valueParser(value)
  const parts: Node[][] = [[]]
  for (const node of nodes) {
    if (node.type === 'div' && node.value === ',') parts.push([])
    else parts.at(-1)!.push(node)
  }
  const families = parts.map((part, index) => {
    const words = part.filter(({ type }) => type !== 'space' && type !== 'comment')
    // Before the first family, `font` holds a size (`400 1rem/1.5 Inter`); what comes after the last slash or size is its name.
    const named =
      index === 0 && shorthand
        ? words.slice(words.findLastIndex(one => !/^[a-z_-][\w-]*$/i.test(one.value) && one.type !== 'string') + 1)
        : words
    const isName = named.length > 0 && named.every(({ type }) => type === 'string' || type === 'word')
    return isName ? { name: named.map(one => one.value).join(' '), end: named.at(-1)!.sourceEndIndex } : null
  })
  return families.every(one => one !== null) ? families : null
}

/** Lists of a style that name a family, outside of `@font-face`. */
const listsIn = (style: StyleText, root: Root, family: string): (FamilyList | 'computed')[] => {
  const lists: (FamilyList | 'computed')[] = []
  const wanted = family.toLowerCase()
  root.walkDecls(declaration => {
    const { prop, value, parent, raws } = declaration
    if (!HOLDS.test(prop) || !value.toLowerCase().includes(wanted)) return
    if (parent?.type === 'atrule' && 'name' in parent && parent.name === 'font-face') return
    const families = raws.value ? null : familiesIn(value, prop.toLowerCase() === 'font')
    const index = families?.findIndex(({ name }) => name.toLowerCase() === wanted) ?? -1
    if (families === null || index < 0) {
      if (families === null && /^font/i.test(prop)) lists.push('computed')
      return
    }
    const behind = families.slice(index + 1).map(({ name }) => name.toLowerCase())
    // A name alone may be used beside others (`font-family: var(--brand), serif`): only there it is known what follows.
    if (behind.length === 0 && !/^font/i.test(prop)) {
      lists.push('computed')
      return
    }
    const generic = behind.map(name => GENERICS[name]).findLast(one => one !== undefined) ?? null
    lists.push({ style, declaration, at: valueStart(declaration) + families[index]!.end, generic, next: behind })
  })
  return lists
}

/** Where the project's styles name a family; how many of these places hold it in a way that cannot be read. */
export const familyLists = (
  styles: readonly StyleText[],
  family: string,
): { readonly lists: readonly FamilyList[]; readonly computed: number } => {
  const all = styles.flatMap(style => listsIn(style, style.root, family))
  const lists = all.filter(one => one !== 'computed')
  return { lists, computed: all.length - lists.length }
}
