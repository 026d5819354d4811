import type { FlowSelector } from '../../../model/flow.js'
import { queryAll, rootOf } from '../page/flow-elements.js'
import type { Visit } from '../visit.js'

/** `aria/Add to cart[role="button"]` as the accessible tree is asked. */
const accessibleQuery = (selector: string): { readonly accessibleName?: string; readonly role?: string } => {
  const query: { accessibleName?: string; role?: string } = {}
  const name = selector
    .replace(/^aria\//, '')
    .replace(/\[\s*(name|role)\s*=\s*(["'])(.*?)\2\s*\]/g, (_, attribute: string, _quote, value: string) => {
      query[attribute === 'role' ? 'role' : 'accessibleName'] = value
      return ''
    })
    .trim()
  if (name !== '') query.accessibleName ??= name
  return query
}

/** Text and its lines have the name of what holds them, and are no elements. */
const NO_ELEMENTS = new Set(['StaticText', 'InlineTextBox'])

const byAccessibleName = async (visit: Visit, nodes: string, selector: string): Promise<string> => {
  const root = await visit.hold(firstOf, nodes)
  const { nodes: found } = await visit.session.send('Accessibility.queryAXTree', {
    objectId: root,
    ...accessibleQuery(selector),
  })
  const elements: string[] = []
  for (const { backendDOMNodeId, ignored, role } of found) {
    if (ignored || backendDOMNodeId === undefined || NO_ELEMENTS.has(String(role?.value))) continue
    const { object } = await visit.session.send('DOM.resolveNode', {
      backendNodeId: backendDOMNodeId,
      executionContextId: visit.world ?? 0,
    })
    if (object.objectId !== undefined) elements.push(object.objectId)
  }
  const { result } = await visit.session.send('Runtime.callFunctionOn', {
    functionDeclaration: 'function (...elements) { return elements }',
    objectId: nodes,
    arguments: elements.map(objectId => ({ objectId })),
  })
  return result.objectId!
}

function firstOf(this: unknown): unknown {
  return (this as readonly unknown[])[0]
}

/**
 * What one alternative of a step's selectors finds now.
 * @returns the id of a list of elements in our world of the page
 * @throws where the selector is none, or the page goes on to another document meanwhile
 */
export const findElements = async (
  visit: Visit,
  selector: FlowSelector,
  frame: readonly number[] = [],
): Promise<string> => {
  let nodes = await visit.hold(rootOf, null, frame)
  for (const part of typeof selector === 'string' ? [selector] : selector) {
    nodes = part.startsWith('aria/')
      ? await byAccessibleName(visit, nodes, part)
      : await visit.hold(queryAll, nodes, part)
  }
  return nodes
}
