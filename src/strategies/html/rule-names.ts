import type { AtRule, Rule } from 'postcss'
import selectorParser from 'postcss-selector-parser'

/** What a selector asks for by its name. */
export type NameKind = 'class' | 'id' | 'tag' | 'attribute'

/** Whether something of that name may be on a page. */
export type Knows = (kind: NameKind, name: string) => boolean

/** Every word in scripts: a name that one gives to an element is among them, unless it is put together. */
export const wordsOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap(text => text.match(/[\w-]+/g) ?? []))

/** Whether a selector could match: each name in it is known. What stands in `:not()`, `:is()` and the like is not asked for. */
const mayMatch = (selector: selectorParser.Selector, knows: Knows): boolean =>
  selector.nodes.every(node => {
    switch (node.type) {
      case 'class':
      case 'id':
        return knows(node.type, node.value)
      case 'tag':
        return knows('tag', node.value)
      case 'attribute':
        return knows('attribute', node.attribute)
      default:
        return true
    }
  })

/**
 * Those of a rule's selectors that could match something.
 * @throws Error where one of them cannot be read
 */
export const usedSelectors = (rule: Rule, knows: Knows): string[] =>
  selectorParser()
    .astSync(rule.selector)
    .nodes.filter(selector => mayMatch(selector, knows))
    .map(selector => String(selector).trim())

export const isForPrinters = ({ params }: AtRule): boolean =>
  params.split(',').every(query => /^\s*(only\s+)?print\b/i.test(query))

export const isKeyframes = (rule: AtRule): boolean => /(^|-)keyframes$/i.test(rule.name)

/** The name of an animation, as declarations use it. */
export const keyframesName = ({ params }: AtRule): string => params.replace(/["']/g, '').trim()
