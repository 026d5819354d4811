import type MagicString from 'magic-string'
import { type SourceFile, writesJsx } from '../../../source/parse.js'

type Name = 'lazy' | 'Suspense' | 'createElement'

/** How a file calls what it takes of React, `lazy` and `Suspense`: by names it imports already, or by ones added to its import of React. */
export class ReactNames {
  readonly #file: SourceFile
  readonly #text: MagicString
  readonly #missing = new Set<Name>()

  constructor(file: SourceFile, text: MagicString) {
    this.#file = file
    this.#text = text
  }

  /** The name that the file uses for something else, or null. */
  static clash(file: SourceFile): Name | null {
    const needed: Name[] = ['lazy', 'Suspense', ...(writesJsx(file) ? [] : (['createElement'] as const))]
    const clashing = needed.find(name => {
      const imported = file.imports.some(
        one =>
          one.specifier === 'react' &&
          one.bindings.some(binding => binding.local === name && binding.imported === name),
      )
      return file.program.scope.hasBinding(name, true) && !imported
    })
    return clashing ?? null
  }

  use(name: Name): string {
    const react = this.#file.imports.filter(one => one.specifier === 'react').flatMap(one => one.bindings)
    const imported = react.find(binding => binding.imported === name)
    if (imported) return imported.local
    const whole = react.find(binding => binding.imported === '*')
    if (whole) return `${whole.local}.${name}`
    this.#missing.add(name)
    return name
  }

  /** Adds what was used and is not imported yet. */
  declare(): void {
    if (this.#missing.size === 0) return
    const names = [...this.#missing].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join(', ')
    const { quote, semicolon, newline } = this.#file.style
    const statement = this.#file.imports.find(one => one.specifier === 'react' && one.node.type === 'ImportDeclaration')
    if (statement?.node.type === 'ImportDeclaration') {
      const { specifiers } = statement.node
      const named = specifiers.filter(specifier => specifier.type === 'ImportSpecifier')
      const last = named.at(-1) ?? specifiers.at(-1)
      if (named.length > 0) this.#text.appendLeft(last!.end!, `, ${names}`)
      else if (last) this.#text.appendLeft(last.end!, `, { ${names} }`)
      else this.#text.appendLeft(statement.node.start! + 'import '.length, `{ ${names} } from `)
      return
    }
    const first = this.#file.imports.find(one => one.node.type === 'ImportDeclaration')!
    this.#text.prependLeft(first.node.start!, `import { ${names} } from ${quote}react${quote}${semicolon}${newline}`)
  }
}
