import type { NodePath } from '@babel/traverse'
import { packageOf } from '../../../../instruments/bundle/modules/module-path.js'
import { escapePattern } from '../../../../system/escape-pattern.js'
import type { InstalledPackages } from '../../../source/packages.js'
import { lineOf, type SourceFile } from '../../../source/parse.js'
import { loadEffects } from '../../../source/side-effects.js'
import type { SourceTree } from '../../../source/source-tree.js'
import { evaluationOrder } from './evaluation-order.js'
import type { Split } from './split.js'

/** Code that runs after a call, within the same run. */
interface Later {
  readonly where: string
  readonly text: string
}

/** Puts something into the page, or marks what is there. */
const MAKES =
  /innerHTML|outerHTML|insertAdjacent|createElement|cloneNode|importNode|createContextualFragment|DOMParser|appendChild|replaceChildren|replaceWith|classList|className|setAttribute|toggleAttribute|dataset|\.(html|append|prepend|before|after|addClass|attr)\(|\.id\s*=[^=]/
/** The same with content that is not written out there. */
const MAKES_ANYTHING =
  /(innerHTML|outerHTML)\s*\+?=(?!=)\s*(?!['"`\s])|insertAdjacentHTML\([^,]+,\s*(?!['"`\s])|cloneNode|importNode|\.html\(\s*(?!['"`\s)])/
const LOOKUP =
  /(?:querySelector(?:All)?|getElementById|getElementsBy\w+|closest|matches|find|\$|jQuery)\(\s*(['"`])([^'"`]+)\1/g
const COMPUTED_LOOKUP = /(?:querySelector(?:All)?|getElementById|getElementsBy\w+)\(\s*(?!['"`\s])/

const word = (name: string): RegExp => new RegExp(`(?<![\\w-])${escapePattern(name)}(?![\\w-])`)

/** A name of a selector in a script's text: an attribute for data also as scripts call it. */
const mentions = (text: string, name: string): boolean =>
  word(name).test(text) ||
  (name.startsWith('data-') &&
    word(`dataset.${name.slice(5).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`).test(text))

/** Texts of the project's own modules that are loaded with these. */
const ownTexts = (tree: SourceTree, modules: readonly string[]): string[] =>
  [...tree.graph.reach(modules)].flatMap(path => tree.files.get(path)?.text ?? [])

/** A statement, with the functions of its file and the modules that it names. */
const withAllItNames = (tree: SourceTree, file: SourceFile, source: string): string => {
  const texts = [source]
  for (const [name, { path }] of Object.entries(file.program.scope.bindings)) {
    if (!word(name).test(source)) continue
    if (path.isFunctionDeclaration() || path.isVariableDeclarator())
      texts.push(file.text.slice(path.node.start!, path.node.end!))
  }
  for (const { specifier, bindings } of file.imports) {
    const named = texts.some(text => bindings.some(({ local }) => word(local).test(text)))
    const target = named ? tree.resolve(file.path, specifier) : null
    if (target !== null) texts.push(...ownTexts(tree, [target]))
  }
  return texts.join('\n')
}

/** Calls of a function by its name in its own file. */
const callsOf = (around: NodePath): NodePath[] => {
  const named = around.isFunctionDeclaration() ? around : around.parentPath
  const id = named?.isFunctionDeclaration() || named?.isVariableDeclarator() ? named.node.id : null
  const binding = id?.type === 'Identifier' ? around.parentPath?.scope.getBinding(id.name) : undefined
  return (binding?.referencePaths ?? []).filter(path => path.key === 'callee')
}

const laterStatements = (call: NodePath, entered = new Set<unknown>()): { nodes: NodePath[]; atTop: boolean } => {
  const nodes: NodePath[] = []
  let atTop = false
  for (let up: NodePath | null = call; up; up = up.parentPath) {
    if (up.isStatement() && up.listKey === 'body') nodes.push(...up.getAllNextSiblings())
    if (up.isProgram()) atTop = true
    if (!up.isFunction()) continue
    if (entered.has(up.node)) break
    entered.add(up.node)
    for (const caller of callsOf(up)) {
      const above = laterStatements(caller, entered)
      nodes.push(...above.nodes)
      atTop ||= above.atTop
    }
    break
  }
  return { nodes: nodes.filter(path => !path.isFunctionDeclaration() && !path.isImportDeclaration()), atTop }
}

/** What runs after the split's calls: statements, and modules that act when they are loaded after the file. */
const laterOf = (tree: SourceTree, split: Split): Later[] =>
  split.sites.flatMap(({ file, components }) => {
    const calls = components.flatMap(one =>
      one.uses.flatMap(use => (use.kind === 'call' ? [use.call as NodePath] : [])),
    )
    const runs = calls.map(call => laterStatements(call))
    const statements = runs.flatMap(({ nodes }) =>
      nodes.map(({ node }) => {
        const source = file.text.slice(node.start!, node.end!)
        return { where: `${file.path}:${lineOf(node)}`, text: withAllItNames(tree, file, source) }
      }),
    )
    if (!runs.some(({ atTop }) => atTop)) return statements
    const order = evaluationOrder(tree, tree.graph.roots())
    const after = order.slice(order.indexOf(file.path) + 1)
    const modules = after.flatMap(path => {
      const other = tree.files.get(path)
      return other && loadEffects(other).length > 0
        ? [{ where: path, text: withAllItNames(tree, other, other.text) }]
        : []
    })
    return [...statements, ...modules]
  })

/**
 * An initializer that is loaded first runs after what comes after it now. That must not look for elements that it makes.
 * @returns why it has to stay before that, or null
 */
export const runHazard = async (
  tree: SourceTree,
  packages: InstalledPackages,
  split: Split,
): Promise<string | null> => {
  const own = ownTexts(tree, split.modules)
  const reached = [...tree.graph.reach(split.modules)].filter(path => packageOf(path) !== null)
  const making = [...own, ...(await Promise.all(reached.map(path => packages.text(path))))]
  if (!making.some(text => MAKES.test(text))) return null
  const anything = own.some(text => MAKES_ANYTHING.test(text))
  for (const { where, text } of laterOf(tree, split)) {
    if (COMPUTED_LOOKUP.test(text)) return `${where} runs after it and looks for elements that it could have made`
    for (const [, , selector = ''] of text.matchAll(LOOKUP)) {
      const names = selector.match(/[A-Za-z][\w-]*/g) ?? []
      if (anything || names.some(name => making.some(one => mentions(one, name))))
        return `${where} runs after it and looks for ${selector}, which it could have made`
    }
  }
  return null
}
