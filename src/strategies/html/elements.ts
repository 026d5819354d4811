import { defaultTreeAdapter as adapter, type DefaultTreeAdapterTypes as Tree } from 'parse5'

/** All elements below a node in the order of the document, with those of templates. */
export const elements = (node: Tree.Node): Tree.Element[] => {
  const children = 'childNodes' in node ? node.childNodes : []
  const inside = 'content' in node ? elements(node.content) : []
  return [...(adapter.isElementNode(node) ? [node] : []), ...children.flatMap(elements), ...inside]
}

/** Those of them that are in the page itself: what a template holds is neither shown nor run. */
export const shownElements = (node: Tree.Node): Tree.Element[] => {
  const children = 'childNodes' in node ? node.childNodes : []
  return [...(adapter.isElementNode(node) ? [node] : []), ...children.flatMap(shownElements)]
}

export const attribute = (element: Tree.Element, name: string): string | undefined =>
  element.attrs.find(one => one.name === name)?.value
