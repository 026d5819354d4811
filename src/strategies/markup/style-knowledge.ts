import { traverseFast } from '@babel/types'
import type { AtRule, Container, Declaration, Document, Rule } from 'postcss'
import { parseSheet } from '../html/parse-sheet.js'
import { inPlainNotation } from './deep-selectors.js'
import { parseModule } from './parse-module.js'
import {
  couldMatch,
  type ElementSketch,
  innerSelectors,
  matchOf,
  mayPrecede,
  type Step,
  splitList,
  splitSelector,
} from './selectors.js'
import type { SourceText } from './source-text.js'

/** What the project's own styles and scripts say that bears on changing an `<img>`. */
export interface StyleKnowledge {
  /** A selector by which wrapping this `<img>` could change what matches, or null. */
  wrappingHazard(image: ElementSketch): string | null
  /** How the project's own styles size this element. */
  sizing(image: ElementSketch): { readonly width: Sizing; readonly height: Sizing; readonly aspectRatio: Sizing }
  /** The selectors, with their parts, of rules that may give this element a height, or limit it, and say nothing of its width. */
  heightsAlone(image: ElementSketch): readonly (readonly Step[])[]
  /** Those of rules that may give it an aspect ratio. */
  ratios(image: ElementSketch): readonly (readonly Step[])[]
}

/** What styles say of one property of an element. */
export interface Sizing {
  /** True where some rule decides it in every state and viewport: an attribute of the same name would never show. */
  readonly always: boolean
  /** True where some rule, somewhere, may set it to a length. */
  readonly maybeLength: boolean
}

/** A style sheet, or a part of a file that is one. */
export interface StyleText extends SourceText {
  /**
   * The component whose styles they are. `scoped`: of its own elements alone; `module`: of classes that have other names on the page; `page`: of
   * the whole page, once the component is there.
   */
  readonly component?: { readonly file: string; readonly reach: 'scoped' | 'module' | 'page' } | undefined
}

interface StyleRule {
  readonly selector: readonly Step[]
  readonly text: string
  readonly sizes: ReadonlyMap<string, string>
  /** True where it holds in some viewports or states only (`@media`, `@supports`, `@container`). */
  readonly conditional: boolean
  /** The component that it comes with, and whether the last part of its selector means elements of that one's template alone. */
  readonly of?: { readonly file: string; readonly own: boolean; readonly always: boolean }
}

const STRUCTURAL =
  /:(?:first-child|last-child|only-child|nth-child|nth-last-child|first-of-type|last-of-type|only-of-type|nth-of-type|nth-last-of-type|empty)\b/
const HAS_CHILD = /:has\([^)]*[>+~]\s*(?:img|\*)/

/**
 * Reads style sheets (also the text of `<style>` elements) and scripts (for selectors in strings).
 * Nested rules of preprocessors are read as far as their syntax is CSS; a sheet that cannot be parsed is searched as text.
 */
export const readStyles = (sheets: readonly StyleText[], scripts: readonly string[]): StyleKnowledge => {
  const rules: StyleRule[] = []
  const unparsed: string[] = scripts.flatMap(literalsIn)
  for (const sheet of sheets) {
    try {
      parseSheet(sheet.text, sheet.path).walkRules(rule => {
        rules.push(...readRule(rule, sheet.component))
      })
    } catch {
      unparsed.push(sheet.text)
    }
  }
  const named = unparsed.flatMap(selectorsIn)
  const textHazard = named.find(one => !one.whole)?.text ?? null
  for (const { text } of named.filter(one => one.whole))
    for (const part of splitList(text))
      rules.push({ selector: splitSelector(part), text: part, sizes: new Map(), conditional: true })
  const selectorsThat = (image: ElementSketch, say: (sizes: ReadonlyMap<string, string>) => boolean) =>
    rules.flatMap(({ selector, sizes }) => (say(sizes) && matchOf(selector, image) !== 'no' ? [selector] : []))
  return {
    wrappingHazard: image =>
      textHazard ?? rules.find(rule => hasHazard(rule.selector, image, isOfOthers(rule, image)))?.text ?? null,
    sizing: image => {
      const matching = rules.flatMap(rule => {
        const match = isOfOthers(rule, image) ? 'no' : matchOf(rule.selector, image)
        return match === 'no' ? [] : [{ rule, always: match === 'yes' && holdsFor(rule, image) }]
      })
      const of = (property: string): Sizing => {
        const said = matching.flatMap(({ rule, always }) => {
          const value = rule.sizes.get(property)
          return value === undefined || UNDECIDED.test(value) ? [] : [{ value, always }]
        })
        return { always: said.some(s => s.always), maybeLength: said.some(s => s.value !== 'auto') }
      }
      return { width: of('width'), height: of('height'), aspectRatio: of('aspect-ratio') }
    },
    heightsAlone: image => selectorsThat(image, saysHeightAlone),
    ratios: image => selectorsThat(image, sizes => !UNDECIDED.test(sizes.get('aspect-ratio') ?? 'initial')),
  }
}

/**
 * Whether the last part of a rule's selector means elements of another component's template, which this is none of. Where what holds the image is
 * not known, it may be the root of a component or stand in one's slot, and be of both.
 */
const isOfOthers = ({ of }: StyleRule, image: ElementSketch): boolean =>
  of?.own === true && of.file !== image.component && image.parent !== null

/** Whether a rule that matches an image always holds. */
const holdsFor = ({ conditional, of }: StyleRule, image: ElementSketch): boolean =>
  !conditional && (of === undefined || (of.always && of.file === image.component))

/** `… > img` in a quoted selector of a script, or in a style sheet or template literal that was not parsed. */
const TEXT_SELECTOR = /[\w\])}*.&-]\s*[>+~]\s*img\b(?=\s*['"`{,:.[\]])/g

/** The strings and templates of a script, as they are written: in its code `width > img.width` compares. All of it where it cannot be parsed. */
const literalsIn = (script: string): readonly string[] => {
  if (!script.match(TEXT_SELECTOR)) return []
  const tree = parseModule(script, 'script.tsx')
  const plain = 'refused' in tree ? parseModule(script, 'script.js') : tree
  if ('refused' in plain) return [script]
  const found: string[] = []
  traverseFast(plain, node => {
    if (node.type === 'StringLiteral' || node.type === 'TemplateLiteral' || node.type === 'JSXText')
      found.push(script.slice(node.start!, node.end!))
  })
  return found
}

/** A selector that stands in a text: the whole of a string without computed parts, or as much as was found of it. */
interface NamedSelector {
  readonly text: string
  readonly whole: boolean
}

const selectorsIn = (text: string): NamedSelector[] =>
  [...text.matchAll(TEXT_SELECTOR)].map(found => {
    const line = text.slice(text.lastIndexOf('\n', found.index) + 1)
    const at = found.index - (text.length - line.length)
    const before = line.slice(0, at)
    const start = Math.max(...QUOTES.map(quote => before.lastIndexOf(quote)))
    const quote = before[start]
    const end = quote === undefined ? -1 : line.indexOf(quote, at)
    const inner = end < 0 ? '' : line.slice(start + 1, end)
    const isWhole = SELECTOR.test(inner) && !inner.includes('\n')
    return isWhole ? { text: inner, whole: true } : { text: found[0].trim(), whole: false }
  })

const QUOTES = ["'", '"', '`']
/** What a string that is nothing but a selector consists of: no quotes, no tags, nothing computed. */
const SELECTOR = /^[\w\s.#>+~,:()*-]+$/

/** Values that leave a property to what else there is: attributes, the parent. */
const UNDECIDED = /^(?:initial|unset|revert|revert-layer|inherit)$/

const readRule = (rule: Rule, component: StyleText['component']): StyleRule[] => {
  const sizes = new Map<string, string>()
  const sometimes = new Map<string, string>()
  rule.walkDecls(declaration => {
    if (declaration.parent === rule) addSize(sizes, declaration)
    else if (ruleOf(declaration) === rule) addSize(sometimes, declaration)
  })
  const conditional = isConditional(rule.parent)
  return selectorsOf(rule).flatMap(written => {
    const { texts, own } = component === undefined ? { texts: [written], own: true } : inPlainNotation(written)
    return texts.flatMap(text => {
      const read = { selector: splitSelector(text), text: written, ...ofComponent(component, own) }
      const always = { ...read, sizes, conditional }
      return sometimes.size === 0 ? [always] : [always, { ...read, sizes: sometimes, conditional: true }]
    })
  })
}

const ofComponent = (component: StyleText['component'], own: boolean): Pick<StyleRule, 'of'> =>
  component === undefined
    ? {}
    : {
        of: {
          file: component.file,
          own: own && component.reach === 'scoped',
          always: own && component.reach !== 'module',
        },
      }

/** The selectors of a rule, with what is around it in nested styles. */
export const selectorsOf = (rule: Rule): readonly string[] => {
  const around = ruleOf(rule)
  if (around === null) return rule.selectors
  const outer = selectorsOf(around)
  return rule.selectors.flatMap(own =>
    outer.map(above => (own.includes('&') ? own.replaceAll('&', above) : `${above} ${own}`)),
  )
}

/** The rule around a declaration or rule, whatever at-rules are between. */
const ruleOf = (node: Declaration | Rule): Rule | null => {
  let at: Container | Document | undefined = node.parent
  while (at !== undefined && at.type !== 'rule') at = at.parent
  return at === undefined ? null : (at as Rule)
}

export const isConditional = (container: Container | Document | undefined): boolean => {
  for (let at = container; at !== undefined; at = at.parent)
    if (at.type === 'atrule' && (at as AtRule).name.toLowerCase() !== 'layer') return true
  return false
}

const addSize = (sizes: Map<string, string>, { prop, value }: Declaration): void => {
  const property = prop === 'inline-size' ? 'width' : prop === 'block-size' ? 'height' : prop
  if (SIZES.test(property)) sizes.set(property, value.trim().toLowerCase())
}

const SIZES = /^(?:width|height|aspect-ratio|(?:min|max)-(?:height|block-size))$/
const NO_LENGTH = /^(?:auto|none|0(?:px)?)$/

const saysHeightAlone = (sizes: ReadonlyMap<string, string>): boolean =>
  !sizes.has('width') &&
  [...sizes].some(
    ([property, value]) => /height|block-size/.test(property) && !NO_LENGTH.test(value) && !UNDECIDED.test(value),
  )

/** @param notLast whether its last part means other elements than the image */
const hasHazard = (selector: readonly Step[], image: ElementSketch, notLast = false): boolean =>
  selector.some((step, i) => {
    const isOther = notLast && i === selector.length - 1
    return (
      (isOther ? HAS_CHILD.test(step.compound) : isHazard(selector, i, image)) ||
      innerSelectors(step.compound).some(inner => hasHazard(inner, image))
    )
  })

/** Whether a step of a selector may be the image, with relations or a place among siblings that a wrapper changes. */
const isHazard = (selector: readonly Step[], index: number, image: ElementSketch): boolean => {
  const step = selector[index]!
  if (HAS_CHILD.test(step.compound)) return true
  if (!couldMatch(step.compound, image)) return false
  // Of what stands around it some may be known to be other than the selector asks for.
  if (matchOf(selector.slice(0, index + 1), image) === 'no') return false
  if (STRUCTURAL.test(step.compound)) return true
  if (step.combinator === '+' || step.combinator === '~') return true
  const next = selector[index + 1]
  if ((next?.combinator === '+' || next?.combinator === '~') && mayPrecede(next.compound, image, next.combinator))
    return true
  if (step.combinator !== '>') return false
  const left = selector[index - 1]
  return left === undefined || image.parent === null || couldMatch(left.compound, image.parent)
}
