import type { Observation } from '../../../model/observation.js'
import type { StyleText } from '../../fonts/style-texts.js'
import { type Knows, usedSelectors, wordsOf } from '../../html/rule-names.js'
import { charactersIn, usedCharacters } from './used-characters.js'

const isStyle = (path: string): boolean => /\.(css|scss|less)$/.test(path)

/** Whether a rule's selector has names alone that are words of the project; one that cannot be read may match anything. */
const mayMatch = (rule: Parameters<typeof usedSelectors>[0], knows: Knows): boolean => {
  try {
    return usedSelectors(rule, knows).length > 0
  } catch {
    return true
  }
}

/**
 * Signs of a font of pictograms that pages may show: those that texts of the project hold or escape, and those that rules of its styles give (`content`, custom
 * properties) to elements with names that pages or scripts have. A name that a script or a database puts together is not among them: its sign is in the file
 * that comes when it is needed.
 */
export const usedIcons = (
  texts: ReadonlyMap<string, string>,
  styles: readonly StyleText[],
  observation: Observation,
): ReadonlySet<number> => {
  const others = new Map([...texts].filter(([path]) => !isStyle(path)))
  const words = wordsOf([...others.values()])
  const knows: Knows = (kind, name) => (kind !== 'class' && kind !== 'id') || words.has(name)
  const found = new Set(usedCharacters(others, observation))
  for (const { root } of styles) {
    root.walkRules(rule => {
      const given = rule.nodes.flatMap(node =>
        node.type === 'decl' && /^(content$|--)/i.test(node.prop) ? [node.value] : [],
      )
      if (given.length === 0 || !mayMatch(rule, knows)) return
      for (const value of given) for (const point of charactersIn(value)) found.add(point)
    })
  }
  return found
}
