import { defaultTreeAdapter as adapter, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute } from './elements.js'

/**
 * The selector by which the lab names an element: as long as no script has changed what is around it, the page's own HTML gives the same. An
 * id that would have to be escaped gives another.
 * @param all every element of the page itself
 */
export const selectorOf = (element: Tree.Element, all: readonly Tree.Element[]): string => {
  const steps: string[] = []
  let at: Tree.Element | null = element
  while (at !== null) {
    const id = attribute(at, 'id') ?? ''
    if (id !== '' && all.filter(one => attribute(one, 'id') === id).length === 1) {
      steps.unshift(`#${id}`)
      break
    }
    const { tagName, parentNode } = at as Tree.Element
    const parent: Tree.Element | null = parentNode && adapter.isElementNode(parentNode) ? parentNode : null
    const alike = parent?.childNodes.filter(adapter.isElementNode).filter(one => one.tagName === tagName) ?? []
    steps.unshift(alike.length > 1 ? `${tagName}:nth-of-type(${alike.indexOf(at) + 1})` : tagName)
    at = parent
  }
  return steps.join(' > ')
}
