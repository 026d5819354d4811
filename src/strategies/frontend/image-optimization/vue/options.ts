import type * as t from '@babel/types'

/** A place in a file, and what is to be written there. */
export interface Insertion {
  readonly at: number
  readonly text: string
}

/** What makes a component of an object with options. */
const MAKERS = /^(?:defineComponent|defineNuxtComponent|extend)$/

/** The options of a component that a module exports as an object; null where it is made otherwise (a class, a function). */
export const optionsOf = (program: t.Program): t.ObjectExpression | null => {
  const exported = program.body.find(statement => statement.type === 'ExportDefaultDeclaration')?.declaration
  if (exported?.type === 'ObjectExpression') return exported
  if (exported?.type !== 'CallExpression') return null
  const { callee } = exported
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
        ? callee.property.name
        : ''
  const [made] = exported.arguments
  return MAKERS.test(name) && made?.type === 'ObjectExpression' ? made : null
}

const optionNamed = (options: t.ObjectExpression, name: string): t.ObjectProperty | t.ObjectMethod | undefined =>
  options.properties.find(
    (p): p is t.ObjectProperty | t.ObjectMethod =>
      p.type !== 'SpreadElement' && !p.computed && p.key.type === 'Identifier' && p.key.name === name,
  )

/** Where functions have to be named so that the template of a component of options knows them. They must not ask what `this` is. */
export const methodsPlace = (
  options: t.ObjectExpression,
  source: string,
): { readonly insert: (names: readonly string[]) => Insertion } | { readonly refused: string } => {
  if (optionNamed(options, 'functional')) return { refused: 'its component has no methods' }
  const methods = optionNamed(options, 'methods')
  if (methods === undefined) {
    if (options.properties.some(p => p.type === 'SpreadElement'))
      return { refused: 'its options come from elsewhere, and may hold its methods' }
    return { insert: names => into(options, source, `methods: { ${names.join(', ')} }`) }
  }
  if (methods.type !== 'ObjectProperty' || methods.value.type !== 'ObjectExpression')
    return { refused: 'its methods come from elsewhere' }
  const { value } = methods
  return { insert: names => into(value, source, names.join(`,${gapOf(value, source)}`)) }
}

/** As the first of an object's properties, laid out as the others are. */
const into = (object: t.ObjectExpression, source: string, property: string): Insertion => {
  const at = object.start! + 1
  if (object.properties.length === 0) return { at, text: ` ${property}${source[at] === '}' ? ' ' : ''}` }
  return { at, text: `${gapOf(object, source)}${property},` }
}

/** What stands before an object's first property. */
const gapOf = (object: t.ObjectExpression, source: string): string => {
  const [first] = object.properties
  const gap = first ? source.slice(object.start! + 1, first.start!) : ' '
  // A comment belongs to what is behind it.
  return /^\s+$/.test(gap) ? gap : ' '
}
