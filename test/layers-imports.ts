import { parse } from '@babel/parser'

/** Every module that a source names: imports, re-exports, `import()` and `import('…').Type`. */
export function namedModules(source: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    const { type, source: from, argument } = node as { type: unknown; source?: unknown; argument?: unknown }
    const named = type === 'TSImportType' ? argument : from
    if (typeof named === 'object' && named !== null && 'value' in named && typeof named.value === 'string') {
      found.push(named.value)
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'loc') visit(child)
  }
  visit(parse(source, { sourceType: 'module', plugins: ['typescript'], createImportExpressions: true }).program)
  return found
}
