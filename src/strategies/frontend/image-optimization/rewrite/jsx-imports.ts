import path from 'node:path'
import type { ParseResult } from '@babel/parser'
import type { Scope } from '@babel/traverse'
import type * as t from '@babel/types'
import { type EncodedPicture, withBasenameAsSpecifier } from '../plan/encoded-picture.js'
import type { Resolve } from '../plan/resolve.js'

/** The picture files that a module imports, and the imports that are added for their encodings. */
export interface PictureImports {
  /** The picture that a name means where it is used: a parameter or variable of the same name hides the import. */
  find(name: string, scope: Scope): EncodedPicture | null
  /** Whether a name means a picture file, whichever. */
  isPicture(name: string, scope: Scope): boolean
  /** The name under which an encoding of an imported picture is known; asks for its import. */
  nameFor(imported: string, output: string): string
  added(): Iterable<string>
  /** Where added imports go. */
  insertion(source: string): { readonly at: number; readonly lead: string; readonly semicolon: '' | ';' }
}

interface Imported {
  readonly encoded: EncodedPicture
  readonly specifier: string
  readonly form: 'import' | 'require'
}

export const importedPictures = (
  tree: ParseResult,
  source: string,
  file: string,
  resolve: Resolve<EncodedPicture>,
): PictureImports => {
  const found = new Map<string, Imported>()
  const pictures = new Set<string>()
  let last: t.Statement | null = null
  for (const statement of tree.program.body) {
    if (statement.type === 'ImportDeclaration') last = statement
    const named = readImport(statement)
    if (named === null || !/^[./@~]/.test(named.specifier)) continue
    last = statement
    if (/\.(?:jpe?g|jfif|png|gif|webp|avif|svg)(?:\?|$)/i.test(named.specifier)) pictures.add(named.name)
    const encoded = resolve(named.specifier, file)
    if (encoded !== null) found.set(named.name, { encoded, specifier: named.specifier, form: named.form })
  }
  const taken = new Set(source.match(/[\w$]+/g) ?? []) // a new name must be none that occurs
  const names = new Map<string, string>()
  const lines: string[] = []
  const isImport = (name: string, scope: Scope): boolean => {
    const binding = scope.getBinding(name)
    return binding !== undefined && binding.scope === scope.getProgramParent() && binding.constant
  }
  return {
    find: (name, scope) => (isImport(name, scope) ? (found.get(name)?.encoded ?? null) : null),
    isPicture: (name, scope) => pictures.has(name) && isImport(name, scope),
    nameFor(imported, output) {
      const known = names.get(output)
      if (known !== undefined) return known
      const { specifier, form } = found.get(imported)!
      const [, width = '', format = ''] = /-(\d+)w?\.(\w+)$/.exec(path.posix.basename(output)) ?? []
      const wanted = `${imported}${width}${format.charAt(0).toUpperCase()}${format.slice(1)}`
      let name = wanted
      for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`
      taken.add(name)
      names.set(output, name)
      const from = `'${withBasenameAsSpecifier(specifier, output).replace(/[\\']/g, '\\$&')}'`
      lines.push(form === 'import' ? `import ${name} from ${from}` : `const ${name} = require(${from})`)
      return name
    },
    added: () => lines,
    insertion(source) {
      const semicolon = last === null || source[last.end! - 1] === ';' ? ';' : ''
      if (last !== null) return { at: last.end!, lead: '\n', semicolon }
      const directive = tree.program.directives.at(-1)
      return directive
        ? { at: directive.end!, lead: '\n', semicolon }
        : { at: tree.program.interpreter?.end ?? 0, lead: '', semicolon }
    },
  }
}

const readImport = (statement: t.Statement): { name: string; specifier: string; form: Imported['form'] } | null => {
  if (statement.type === 'ImportDeclaration') {
    const specifier = statement.specifiers.find(s => s.type === 'ImportDefaultSpecifier')
    return specifier ? { name: specifier.local.name, specifier: statement.source.value, form: 'import' } : null
  }
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return null
  const [declared] = statement.declarations
  const call = declared?.init
  if (declared?.id.type !== 'Identifier' || call?.type !== 'CallExpression' || call.callee.type !== 'Identifier')
    return null
  const argument = call.arguments[0]
  if (call.callee.name !== 'require' || argument?.type !== 'StringLiteral') return null
  return { name: declared.id.name, specifier: argument.value, form: 'require' }
}
