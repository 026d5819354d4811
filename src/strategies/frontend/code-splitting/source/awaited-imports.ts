import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type MagicString from 'magic-string'
import { lineOf, type SourceFile } from '../../../source/parse.js'
import { type ChunkNames, dynamicImport } from './dynamic-import.js'
import type { Site } from './split.js'
import type { Use } from './uses.js'

/** What an event handler can only do at once: before it waits for anything. */
const AT_ONCE =
  /\.(preventDefault|stopPropagation|stopImmediatePropagation|returnValue|currentTarget|dataTransfer|clipboardData)\b|\bwindow\.open\(|\.(requestFullscreen|writeText|share|setPointerCapture)\(/

interface Insertion {
  readonly function: NodePath<t.Function>
  /** The first statement that uses what is imported, in the innermost block of the function that holds all such uses. */
  readonly before: t.Statement
  readonly uses: readonly t.Node[]
}

const within = (outer: t.Node, inner: t.Node): boolean => outer.start! <= inner.start! && inner.end! <= outer.end!

/** Blocks of a statement that run once at most, so that what all uses are in can wait inside of it. */
const blocksOf = (statement: t.Statement): t.BlockStatement[] => {
  if (statement.type === 'BlockStatement') return [statement]
  const parts =
    statement.type === 'TryStatement'
      ? [statement.block, statement.handler?.body, statement.finalizer]
      : statement.type === 'IfStatement'
        ? [statement.consequent, statement.alternate]
        : []
  return parts.filter(part => part?.type === 'BlockStatement')
}

const firstUser = (body: readonly t.Statement[], uses: readonly t.Node[]): t.Statement | null => {
  const first = body.find(statement => uses.some(use => within(statement, use)))
  const inner = first && blocksOf(first).find(block => uses.every(use => within(block, use)))
  return inner ? firstUser(inner.body, uses) : (first ?? null)
}

/** For each asynchronous function that uses the site's imports, where to wait for them. */
const insertionsOf = (site: Site): Insertion[] => {
  const byFunction = new Map<t.Node, { function: NodePath<t.Function>; uses: t.Node[] }>()
  for (const use of site.components.flatMap(component => component.uses)) {
    if (use.kind !== 'awaitable') continue
    const known = byFunction.get(use.function.node) ?? { function: use.function, uses: [] }
    known.uses.push(use.reference.node)
    byFunction.set(use.function.node, known)
  }
  return [...byFunction.values()].flatMap(one => {
    const { body } = one.function.node
    const before = body.type === 'BlockStatement' ? firstUser(body.body, one.uses) : null
    return before ? [{ ...one, before }] : []
  })
}

/** Statements around a node, from the inside, up to (not with) a function's own body. */
const statementsAround = (reference: NodePath, around: NodePath<t.Function>): NodePath[] => {
  const statements: NodePath[] = []
  for (let up = reference.parentPath; up && up.node !== around.node; up = up.parentPath) {
    if (up.isStatement()) statements.push(up)
  }
  return statements
}

/** What about the place of one use keeps its function from waiting, or null. */
const placeHazard = (use: Extract<Use, { kind: 'awaitable' }>, before: t.Statement): string | null => {
  for (const statement of statementsAround(use.reference, use.function)) {
    // Hoisted to the start of its block: it can be called before the place where the function would wait.
    if (statement.isFunctionDeclaration() && !within(before, statement.parent))
      return 'uses it in a function that may be called before it is there'
    const caught = statement.isTryStatement() && within(statement.node.block, use.reference.node)
    if (caught && !within(statement.node.block, before))
      return 'uses it in a try, which would not catch that it is not there'
  }
  return null
}

/** Why a function that uses these imports cannot wait for them, or null. */
export const waitingHazard = (site: Site): string | null => {
  const uses = site.components
    .flatMap(component => component.uses)
    .filter(use => use.kind !== 'type' && use.kind !== 'closing')
  if (uses.every(use => use.kind !== 'awaitable')) return null
  if (uses.some(use => use.kind !== 'awaitable')) return `${site.file.path} uses it at once elsewhere`
  for (const { function: around, before } of insertionsOf(site)) {
    const later = site.file.text.slice(before.start!, around.node.end!)
    const atOnce = later.match(AT_ONCE)
    if (atOnce) return `${site.file.path}:${lineOf(before)} could not wait: ${atOnce[0]} has to happen at once`
    const parameters = site.file.text.slice(around.node.start!, around.node.body.start!)
    const placed = site.components
      .flatMap(component => component.uses)
      .filter(use => use.kind === 'awaitable' && use.function.node === around.node)
      .flatMap(use => (use.kind === 'awaitable' ? (placeHazard(use, before) ?? []) : []))[0]
    if (placed !== undefined) return `${site.file.path}:${lineOf(before)} ${placed}`
    const used = site.components.some(({ binding }) => new RegExp(`\\b${binding.local}\\b`).test(parameters))
    if (used) return `${site.file.path}:${lineOf(around.node)} uses it in its parameters`
  }
  return null
}

/** Has each of those functions load what it uses just before it first does. */
export const awaitImports = (file: SourceFile, text: MagicString, site: Site, taken: ChunkNames): void => {
  const { semicolon, newline } = file.style
  for (const { function: around, before } of insertionsOf(site)) {
    const used = site.components.filter(component =>
      component.uses.some(use => use.kind === 'awaitable' && use.function.node === around.node),
    )
    const names = used.map(({ binding, exported }) =>
      exported === binding.local ? exported : `${exported}: ${binding.local}`,
    )
    const line = file.text.lastIndexOf('\n', before.start! - 1) + 1
    const indent = file.text.slice(line, before.start!)
    const loaded = `await ${dynamicImport(file, site.specifier, site.specifier.split('/').at(-1)!, taken)}`
    const statement = `const { ${names.join(', ')} } = ${loaded}${semicolon || (/\S/.test(indent) ? ';' : '')}`
    text.prependRight(before.start!, `${statement}${/\S/.test(indent) ? ' ' : newline + indent}`)
  }
}
