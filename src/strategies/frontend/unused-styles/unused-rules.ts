import postcss, { type AtRule, type ChildNode, type Container, type Root, type Rule } from 'postcss'
import { isKeyframes, type Knows, keyframesName, usedSelectors } from '../../html/rule-names.js'
import { wordsIn } from './known-names.js'

export interface PrunedSheet {
  readonly text: string
  /** Bytes of the sheet, and of what was cut out of it. */
  readonly bytes: number
  readonly removedBytes: number
  /** Of that, rules with selectors: what a browser would have told had it applied. */
  readonly ruleBytes: number
  readonly rules: number
}

const BOM = '\uFEFF'
/** Around rules that hold on a condition: empty they say nothing. An empty layer still has its place among the others. */
const CONDITIONS = /^(media|supports|container)$/i
const MAP_COMMENT = /^[#@]\s*sourceMappingURL=/
/** Within a rule that matches nothing, what does not match it as well. */
const OTHER_THAN_PARENT = /:(?:not|is|where|has)\([^)]*&/

/** A rule whose stray semicolon takes part in how browsers read what follows. */
const endsOddly = (node: ChildNode | undefined): boolean =>
  node?.type === 'rule' && (node.raws as { ownSemicolon?: string }).ownSemicolon !== undefined

/** Sets variables of the document, or of a state of it: a theme that may be switched from outside. */
const setsVariables = (rule: Rule): boolean =>
  rule.some(child => child.type === 'decl' && child.prop.startsWith('--')) &&
  rule.selectors.some(selector => !/[.#]/.test(selector))

const matchesNothing = (rule: Rule, knows: Knows): boolean => {
  if (endsOddly(rule) || endsOddly(rule.prev()) || setsVariables(rule)) return false
  if (rule.some(child => child.type !== 'decl' && child.type !== 'comment') && OTHER_THAN_PARENT.test(rule.toString()))
    return false
  try {
    return usedSelectors(rule, knows).length === 0
  } catch {
    return false
  }
}

const isForPrint = ({ params }: AtRule): boolean => /\bprint\b/i.test(params)

/** The rules that match nothing, and the keyframes of the sheet, as they stand. */
const look = (container: Container, knows: Knows, gone: Set<ChildNode>, keyframes: AtRule[]): void => {
  container.each(node => {
    if (node.type === 'rule') {
      if (matchesNothing(node, knows)) gone.add(node)
    } else if (node.type === 'atrule' && node.nodes) {
      if (isKeyframes(node)) keyframes.push(node)
      else if ((CONDITIONS.test(node.name) && !isForPrint(node)) || /^layer$/i.test(node.name))
        look(node, knows, gone, keyframes)
    } else if (node.type === 'comment' && MAP_COMMENT.test(node.text)) gone.add(node)
  })
}

/** Words of the declarations that stay. */
const keptWords = (root: Root, gone: ReadonlySet<ChildNode>): ReadonlySet<string> => {
  const words = new Set<string>()
  const read = (container: Container): void => {
    container.each(node => {
      if (gone.has(node)) return
      if (node.type === 'decl') for (const word of wordsIn(node.value)) words.add(word)
      if ((node.type === 'rule' || node.type === 'atrule') && node.nodes) read(node)
    })
  }
  read(root)
  return words
}

/** Conditions around nothing but what is gone go with it. */
const dropEmptied = (container: Container, gone: Set<ChildNode>): void => {
  container.each(node => {
    if (node.type !== 'atrule' || !node.nodes || isKeyframes(node)) return
    dropEmptied(node, gone)
    const held = node.nodes.filter(({ type }) => type !== 'comment')
    if (CONDITIONS.test(node.name) && held.length > 0 && held.every(one => gone.has(one))) gone.add(node)
  })
}

/** What a sheet says, in the order of its text, without comments and without what is gone. */
const told = (container: Container, gone: ReadonlySet<ChildNode>): string[] =>
  (container.nodes ?? []).flatMap((node): string[] => {
    if (gone.has(node as ChildNode) || node.type === 'comment') return []
    if (node.type === 'decl') return [`${node.prop}:${node.value}${node.important ? '!' : ''}`]
    const head = node.type === 'rule' ? node.selector : `@${(node as AtRule).name} ${(node as AtRule).params}`
    return [head, ...('nodes' in node && node.nodes ? ['{', ...told(node as Container, gone), '}'] : [])]
  })

/** Cuts what is gone out of a text, each with the space before it; everything else stays as it is, byte for byte. */
const cut = (css: string, root: Root, gone: ReadonlySet<ChildNode>): string => {
  let text = ''
  let at = 0
  root.walk(node => {
    const [start, end] = [node.source?.start?.offset, node.source?.end?.offset]
    if (!gone.has(node) || start === undefined || end === undefined || start < at) return
    text += css.slice(at, start).replace(/\s+$/, '')
    at = end
  })
  return text + css.slice(at)
}

const bytesOf = (node: ChildNode): number => Buffer.byteLength(node.toString())

/**
 * A style sheet without the rules that match nothing as far as names tell, without animations that nothing uses any more, and without the address of a
 * source map, which would no longer fit.
 * @param isNamed whether something else than this sheet may start an animation of that name
 * @returns why it cannot be told, as the end of a sentence
 */
export const withoutUnused = (
  whole: string,
  knows: Knows,
  isNamed: (animation: string) => boolean,
): PrunedSheet | string => {
  const start = whole.startsWith(BOM) ? BOM : ''
  const css = whole.slice(start.length)
  let root: Root
  try {
    root = postcss.parse(css)
  } catch {
    return 'is no CSS that can be read'
  }
  const gone = new Set<ChildNode>()
  const keyframes: AtRule[] = []
  look(root, knows, gone, keyframes)
  const rules = [...gone].filter(node => node.type === 'rule')
  if (rules.length === 0) gone.clear()
  const words = keptWords(root, gone)
  for (const animation of keyframes) {
    const name = keyframesName(animation)
    if (rules.length > 0 && !words.has(name.toLowerCase()) && !isNamed(name)) gone.add(animation)
  }
  dropEmptied(root, gone)
  const text = cut(css, root, gone)
  if (told(postcss.parse(text), new Set()).join('\n') !== told(root, gone).join('\n'))
    return 'would read otherwise without them'
  const bytes = Buffer.byteLength(whole)
  return {
    text: start + text,
    bytes,
    removedBytes: bytes - Buffer.byteLength(start + text),
    ruleBytes: rules
      .filter(rule => !rule.some(child => child.type === 'rule'))
      .reduce((sum, rule) => sum + bytesOf(rule), 0),
    rules: rules.length,
  }
}
