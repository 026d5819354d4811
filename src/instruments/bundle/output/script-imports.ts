import { parse } from '@babel/parser'

/** Larger scripts are not parsed: their imports, if any, stay unknown. Characters. */
const LARGEST = 20_000_000

/**
 * What a script imports by names that are written out: statically, and by `import()`.
 * Nothing where it is no JavaScript that can be read.
 */
export const scriptImports = (text: string): { readonly imports: string[]; readonly dynamicImports: string[] } => {
  const imports = new Set<string>()
  const dynamicImports = new Set<string>()
  if (text.length > LARGEST || !/\bimport\b|\bexport\b/.test(text)) return { imports: [], dynamicImports: [] }
  try {
    const { program } = parse(text, { sourceType: 'unambiguous', errorRecovery: true, createImportExpressions: true })
    for (const node of program.body) if ('source' in node && node.source) imports.add(node.source.value)
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) for (const one of value) walk(one)
      else if (typeof value === 'object' && value !== null && 'type' in value) {
        if (value.type === 'ImportExpression' && 'source' in value) {
          const source = value.source as { readonly type: string; readonly value?: unknown }
          if (source.type === 'StringLiteral') dynamicImports.add(String(source.value))
        }
        for (const [key, child] of Object.entries(value)) if (key !== 'loc') walk(child)
      }
    }
    walk(program.body)
  } catch {
    // No JavaScript.
  }
  return { imports: [...imports], dynamicImports: [...dynamicImports] }
}
