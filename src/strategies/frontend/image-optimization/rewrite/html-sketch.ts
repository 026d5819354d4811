import type { DefaultTreeAdapterTypes } from 'parse5'
import { parseMarkup } from '../../../html/parse-markup.js'
import type { ElementSketch, SiblingSketch, Siblings } from '../../../markup/selectors.js'

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.Node

/** Notation of template languages; inside a tag but outside an attribute's value it makes the tag's form unknown. */
export const TEMPLATE = /<%|%>|\{\{|\}\}|\{%|%\}|<\?|\?>|\$\{/

export const isElement = (node: Node): node is Element => 'tagName' in node

export const attribute = (node: Element, name: string): string | null =>
  node.attrs.find(a => a.name === name)?.value ?? null

/** An element of a page or of a template whose markup is HTML. */
export const sketchOf = (node: Element): ElementSketch => {
  const parent = node.parentNode
  return parent && isElement(parent)
    ? { ...alone(node), parent: sketchOf(parent), siblings: siblingsOf(node, parent) }
    : { ...alone(node), parent: null }
}

/** Every `<img>` of a page or template. */
export const imagesOf = (source: string): readonly ElementSketch[] => {
  if (!/<ima?ge?\b/i.test(source)) return []
  const found: ElementSketch[] = []
  const visit = (node: Node): void => {
    if (isElement(node) && node.tagName === 'img') found.push(sketchOf(node))
    if ('content' in node) visit(node.content)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(parseMarkup(source))
  return found
}

const alone = (node: Element): SiblingSketch => ({
  tag: node.tagName,
  classes: (attribute(node, 'class') ?? '').split(/\s+/).filter(Boolean),
  id: attribute(node, 'id'),
  open: TEMPLATE.test(`${attribute(node, 'class') ?? ''} ${attribute(node, 'id') ?? ''}`),
})

/** null where a template may put other elements between them, leave some out, or repeat them. */
const siblingsOf = (node: Element, parent: Element): Siblings | null => {
  const isComputed = parent.childNodes.some(
    child =>
      (child.nodeName === '#text' && TEMPLATE.test((child as DefaultTreeAdapterTypes.TextNode).value)) ||
      // `<!--#include …-->` of a server.
      (child.nodeName === '#comment' && /^\s*#|<%|\{\{|\{%/.test((child as DefaultTreeAdapterTypes.CommentNode).data)),
  )
  if (isComputed) return null
  const elements = parent.childNodes.filter(isElement)
  const at = elements.indexOf(node)
  return { before: elements.slice(0, at).map(alone), after: elements.slice(at + 1).map(alone) }
}
