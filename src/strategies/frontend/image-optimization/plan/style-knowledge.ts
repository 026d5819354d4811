import postcss, { type Declaration, type Rule } from 'postcss'

/** An element of markup as far as its source says: what is computed is unknown. */
export interface ElementSketch {
  readonly tag: string
  readonly classes: readonly string[]
  readonly id: string | null
  /** True where classes or the id are computed, so that any could be there. */
  readonly open: boolean
  /** null: the top of what is known (a partial, a component), so that anything may be above. */
  readonly parent: ElementSketch | null
}

/** What the project's own styles and scripts say that bears on changing an `<img>`. */
export interface StyleKnowledge {
  /** A selector by which wrapping this `<img>` could change what matches, or null. */
  wrappingHazard(image: ElementSketch): string | null
  /** How the project's own styles size this element. `set`: to a length; `auto`: to auto in so many words; `unset`: not at all. */
  sizing(image: ElementSketch): { readonly width: Sizing; readonly height: Sizing }
}

export type Sizing = 'set' | 'auto' | 'unset'

interface StyleRule {
  readonly selector: readonly Step[]
  readonly text: string
  readonly sizes: ReadonlyMap<string, string>
}

interface Step {
  /** The combinator before it; '' for the first. */
  readonly combinator: '' | ' ' | '>' | '+' | '~'
  readonly compound: string
}

const STRUCTURAL =
  /:(?:first-child|last-child|only-child|nth-child|nth-last-child|first-of-type|last-of-type|only-of-type|nth-of-type|nth-last-of-type|empty)\b/
const HAS_CHILD = /:has\([^)]*[>+~]\s*(?:img|\*)/

/**
 * Reads style sheets (also the text of `<style>` elements) and scripts (for selectors in strings).
 * Nested rules of preprocessors are read as far as their syntax is CSS; a sheet that cannot be parsed is searched as text.
 */
export const readStyles = (sheets: readonly string[], scripts: readonly string[]): StyleKnowledge => {
  const rules: StyleRule[] = []
  const unparsed: string[] = [...scripts]
  for (const sheet of sheets) {
    try {
      postcss.parse(sheet).walkRules(rule => {
        rules.push(...readRule(rule))
      })
    } catch {
      unparsed.push(sheet)
    }
  }
  const textHazard =
    unparsed.map(text => TEXT_SELECTOR.exec(text)?.[0].trim()).find(found => found !== undefined) ?? null
  return {
    wrappingHazard: image =>
      textHazard ?? rules.find(r => r.selector.some((_, i) => isHazard(r.selector, i, image)))?.text ?? null,
    sizing: image => {
      const matching = rules.filter(r => couldMatch(r.selector.at(-1)!.compound, image))
      const state = (property: string): Sizing => {
        const values = matching.flatMap(r => r.sizes.get(property) ?? [])
        return values.some(v => v !== 'auto') ? 'set' : values.length > 0 ? 'auto' : 'unset'
      }
      return { width: state('width'), height: state('height') }
    },
  }
}

/** `… > img` in a quoted selector of a script, or in a style sheet or template literal that was not parsed. */
const TEXT_SELECTOR = /[\w\])*.-]\s*[>+~]\s*img\b(?=\s*['"`{,:.[])/

const readRule = (rule: Rule): StyleRule[] => {
  const sizes = new Map<string, string>()
  rule.each(node => {
    if (node.type === 'decl') addSize(sizes, node)
  })
  const parent = rule.parent
  const outer = parent?.type === 'rule' ? (parent as Rule).selectors : ['']
  return rule.selectors.flatMap(own =>
    outer.map(above => {
      const text = own.includes('&') ? own.replaceAll('&', above) : `${above} ${own}`.trim()
      return { selector: splitSelector(text), text, sizes }
    }),
  )
}

const addSize = (sizes: Map<string, string>, { prop, value }: Declaration): void => {
  const property = prop === 'inline-size' ? 'width' : prop === 'block-size' ? 'height' : prop
  if (property === 'width' || property === 'height') sizes.set(property, value.trim().toLowerCase())
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

/** Whether a step of a selector may be the image, with relations or a place among siblings that a wrapper changes. */
const isHazard = (selector: readonly Step[], index: number, image: ElementSketch): boolean => {
  const step = selector[index]!
  if (HAS_CHILD.test(step.compound)) return true
  if (!couldMatch(step.compound, image)) return false
  if (STRUCTURAL.test(step.compound)) return true
  const next = selector[index + 1]?.combinator
  if (step.combinator === '+' || step.combinator === '~' || next === '+' || next === '~') return true
  if (step.combinator !== '>') return false
  const left = selector[index - 1]
  return left === undefined || image.parent === null || couldMatch(left.compound, image.parent)
}

/** Whether a compound selector may match an element; pseudo-classes and attributes are taken to hold. */
export const couldMatch = (compound: string, element: ElementSketch): boolean => {
  const bare = compound.replace(/\[[^\]]*\]/g, '').replace(/::?[\w-]+(?:\([^)]*\))?/g, '')
  if (/::(?:before|after|marker|placeholder|selection)/.test(compound)) return false
  const tag = /^[\w-]+/.exec(bare)?.[0]
  if (tag !== undefined && tag.toLowerCase() !== element.tag) return false
  if (element.open) return true
  const id = /#([\w-]+)/.exec(bare)?.[1]
  if (id !== undefined && id !== element.id) return false
  return [...bare.matchAll(/\.([\w-]+)/g)].every(m => element.classes.includes(m[1]!))
}
