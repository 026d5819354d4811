import type { Protocol } from 'puppeteer-core'

/** Roles that say nothing to anybody who uses the tree. */
const SILENT = new Set(['none', 'presentation', 'generic', 'InlineTextBox', 'RootWebArea', 'LineBreak'])

/** States that are read out, where the node has them. */
const SAID = new Set([
  'checked',
  'pressed',
  'expanded',
  'selected',
  'disabled',
  'required',
  'readonly',
  'invalid',
  'level',
  'modal',
])

const statesOf = ({ properties = [] }: Protocol.Accessibility.AXNode): string =>
  properties
    .filter(
      ({ name, value }) =>
        SAID.has(name) && value.value !== undefined && !(name === 'invalid' && value.value === 'false'),
    )
    .filter(({ name, value }) => value.value !== false || name === 'expanded' || name === 'selected')
    .map(({ name, value }) => ` [${name}=${value.value}]`)
    .sort()
    .join('')

/** The accessible tree as lines `role "name" [state=value]`, indented by depth; ignored nodes are left out, their children are not. */
export const accessibleLines = (nodes: readonly Protocol.Accessibility.AXNode[]): string[] => {
  const byId = new Map(nodes.map(node => [node.nodeId, node]))
  const lines: string[] = []
  const walk = (node: Protocol.Accessibility.AXNode, depth: number): void => {
    const role = String(node.role?.value ?? '')
    const name = String(node.name?.value ?? '')
      .replace(/\s+/g, ' ')
      .trim()
    const said = !node.ignored && role !== '' && !SILENT.has(role)
    if (said) lines.push(`${'  '.repeat(depth)}${role} ${JSON.stringify(name)}${statesOf(node)}`)
    for (const id of node.childIds ?? []) {
      const child = byId.get(id)
      if (child) walk(child, said ? depth + 1 : depth)
    }
  }
  for (const node of nodes) if (node.parentId === undefined) walk(node, 0)
  return lines
}
