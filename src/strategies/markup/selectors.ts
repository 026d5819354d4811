/** An element by itself, as far as its source says: what is computed is unknown. */
export interface SiblingSketch {
  readonly tag: string
  readonly classes: readonly string[]
  readonly id: string | null
  /** True where classes or the id are computed, so that any could be there. */
  readonly open: boolean
}

/** An element of markup, with what its source says of what is around it. */
export interface ElementSketch extends SiblingSketch {
  /** null: the top of what is known (a partial, a component), so that anything may be above. */
  readonly parent: ElementSketch | null
  /** Absent: any may be there. */
  readonly siblings?: Siblings | null
  /** The file of the component whose template it stands in, where components have styles of their own. */
  readonly component?: string
}

/** The elements beside one, in the order of the source. */
export interface Siblings {
  readonly before: readonly SiblingSketch[]
  readonly after: readonly SiblingSketch[]
}

export interface Step {
  /** The combinator before it; '' for the first. */
  readonly combinator: '' | ' ' | '>' | '+' | '~'
  readonly compound: string
}

/** Splits at combinators outside brackets and parentheses. */
export const splitSelector = (selector: string): Step[] => {
  const steps: Step[] = []
  let combinator: Step['combinator'] = ''
  let compound = ''
  let depth = 0
  const close = (): void => {
    if (compound !== '') steps.push({ combinator, compound })
    else if (steps.length === 0 && combinator === '') return
    compound = ''
  }
  for (const c of selector.trim()) {
    if (c === '(' || c === '[') depth++
    if (c === ')' || c === ']') depth--
    if (depth === 0 && /[\s>+~]/.test(c)) {
      if (compound !== '') {
        close()
        combinator = ' '
      }
      if (c === '>' || c === '+' || c === '~') combinator = c
    } else compound += c
  }
  close()
  return steps.length > 0 ? steps : [{ combinator: '', compound: '*' }]
}

/** Splits a selector list at the commas that are in no bracket. */
export const splitList = (list: string): string[] => {
  const parts: string[] = []
  let depth = 0
  let current = ''
  for (const c of list) {
    if (c === '(' || c === '[') depth++
    if (c === ')' || c === ']') depth--
    if (c === ',' && depth === 0) {
      parts.push(current.trim())
      current = ''
    } else current += c
  }
  return [...parts, current.trim()].filter(part => part !== '')
}

interface PseudoFunction {
  readonly name: string
  readonly argument: string
}

/** A compound without its attribute selectors and pseudo-classes, and the functions among these. */
const takeApart = (compound: string): { readonly bare: string; readonly functions: readonly PseudoFunction[] } => {
  const functions: PseudoFunction[] = []
  let bare = ''
  for (let i = 0; i < compound.length; i++) {
    if (compound[i] === '[') i = endOfBracket(compound, i)
    else if (compound[i] === ':') {
      const name = /^::?[\w-]+/.exec(compound.slice(i))?.[0] ?? ':'
      i += name.length - 1
      if (compound[i + 1] !== '(') continue
      const end = endOfBracket(compound, i + 1)
      functions.push({ name: name.replace(/^:+/, '').toLowerCase(), argument: compound.slice(i + 2, end) })
      i = end
    } else bare += compound[i]
  }
  return { bare, functions }
}

/** The place of the bracket that closes the one at `start`. */
export const endOfBracket = (text: string, start: number): number => {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    if (text[i] === '(' || text[i] === '[') depth++
    if (text[i] === ')' || text[i] === ']') depth--
    if (depth === 0) return i
  }
  return text.length - 1
}

/** The tag that a compound selector begins with; null where any will do. */
const tagOf = (compound: string): string | null => /^[\w-]+/.exec(compound)?.[0].toLowerCase() ?? null

/** Whether a compound selector may match an element; pseudo-classes and attributes are taken to hold. */
export const couldMatch = (compound: string, element: SiblingSketch): boolean => {
  if (/::(?:before|after|marker|placeholder|selection)/.test(compound)) return false
  const { bare } = takeApart(compound)
  const tag = tagOf(bare)
  if (tag !== null && tag !== element.tag) return false
  if (element.open) return true
  const id = /#([\w-]+)/.exec(bare)?.[1]
  if (id !== undefined && id !== element.id) return false
  return [...bare.matchAll(/\.([\w-]+)/g)].every(m => element.classes.includes(m[1]!))
}

/** Elements that stand in one kind of parent alone, by HTML's content models: what is beside them is in that parent too. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  legend: ['fieldset'],
  summary: ['details'],
  caption: ['table'],
}

type Beside = '+' | '~'

/** Whether an element may stand right after (`+`), or anywhere after (`~`), one that a compound selector matches. */
const mayFollow = (compound: string, element: ElementSketch, combinator: Beside): boolean => {
  const before = element.siblings?.before
  return mayBeIn(compound, element.parent, before && (combinator === '+' ? before.slice(-1) : before))
}

/** Whether an element may stand right before (`+`), or anywhere before (`~`), one that a compound selector matches. */
export const mayPrecede = (compound: string, element: ElementSketch, combinator: Beside): boolean => {
  const after = element.siblings?.after
  return mayBeIn(compound, element.parent, after && (combinator === '+' ? after.slice(0, 1) : after))
}

/** @param known the elements that stand in the places asked for; absent: any may */
const mayBeIn = (
  compound: string,
  parent: ElementSketch | null,
  known: readonly SiblingSketch[] | undefined,
): boolean => {
  if (known) return known.some(other => couldMatch(compound, other))
  const parents = ONLY_IN[tagOf(compound) ?? '']
  return parents === undefined || parent === null || parents.includes(parent.tag)
}

/** `yes`: in every state and wherever the element is put; `maybe`: as far as its source says. */
export type Match = 'yes' | 'maybe' | 'no'

/** Whether a selector matches an element, with what is known to be around it. */
export const matchOf = (selector: readonly Step[], element: ElementSketch): Match => {
  const at = (index: number, candidate: ElementSketch): Match => {
    const step = selector[index]!
    if (!couldMatch(step.compound, candidate)) return 'no'
    const here: Match = candidate.open || /[:[]/.test(step.compound) ? 'maybe' : 'yes'
    if (index === 0) return here
    if (step.combinator === '+' || step.combinator === '~') return beside(index - 1, candidate, step.combinator)
    return lesser(here, above(index - 1, candidate, step.combinator === '>'))
  }
  // Scripts may put others between them: what stands there says what cannot be, and never what always is.
  const beside = (index: number, element: ElementSketch, combinator: Beside): Match =>
    mayFollow(selector[index]!.compound, element, combinator) ? 'maybe' : 'no'
  const above = (index: number, below: ElementSketch, onlyParent: boolean): Match => {
    const { parent } = below
    if (parent === null) return below.tag === 'html' ? 'no' : 'maybe'
    const here = at(index, parent)
    return here === 'yes' || onlyParent ? here : greater(here, above(index, parent, false))
  }
  return at(selector.length - 1, element)
}

const ORDER: readonly Match[] = ['no', 'maybe', 'yes']
const lesser = (a: Match, b: Match): Match => ORDER[Math.min(ORDER.indexOf(a), ORDER.indexOf(b))]!
const greater = (a: Match, b: Match): Match => ORDER[Math.max(ORDER.indexOf(a), ORDER.indexOf(b))]!

/**
 * The selectors with relations that stand inside a compound's functions: `.g > img` in `:is(.g > img, b)`. What stands beside the function
 * (`img.a:is(.g > *)`) is asked of the last part as well; not so in `:has()`, whose argument is another element.
 */
export const innerSelectors = (compound: string): readonly (readonly Step[])[] => {
  const { bare, functions } = takeApart(compound)
  return functions.flatMap(({ name, argument }) =>
    splitList(argument).flatMap(part => {
      const steps = splitSelector(part)
      const last = steps.at(-1)!
      const nested = steps.flatMap(step => innerSelectors(step.compound))
      if (steps.length === 1 && steps[0]!.combinator === '') return nested
      const joined = name === 'has' ? last.compound : join(bare, last.compound)
      return joined === null ? nested : [[...steps.slice(0, -1), { ...last, compound: joined }], ...nested]
    }),
  )
}

/** Two compounds asked of the same element; null where their tags differ. */
const join = (outer: string, inner: string): string | null => {
  const [, outerTag = '', outerRest = ''] = /^([\w-]+|\*)?(.*)$/s.exec(outer)!
  const [, innerTag = '', innerRest = ''] = /^([\w-]+|\*)?(.*)$/s.exec(inner)!
  const tags = [outerTag, innerTag].filter(tag => tag !== '' && tag !== '*')
  if (tags.length === 2 && tags[0] !== tags[1]) return null
  return `${tags[0] ?? '*'}${outerRest}${innerRest}`
}

/** Whether what was seen at a selector that names one element may be an element of which no more than this is known. */
export const couldBe = (selector: string, sketch: ElementSketch): boolean => {
  const steps = splitSelector(selector)
  let element: ElementSketch | null = sketch
  for (let i = steps.length - 1; i >= 0 && element !== null; i--) {
    const step = steps[i]!
    if (!couldMatch(step.compound, element)) return false
    if (step.combinator !== '>') return true
    element = element.parent
  }
  return true
}
