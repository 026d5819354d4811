import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type MagicString from 'magic-string'
import { lineOf, type SourceFile } from './parse.js'
import type { Site } from './split.js'

/** What an event handler can only do at once: before it waits for anything. */
const AT_ONCE =
  /\.(preventDefault|stopPropagation|stopImmediatePropagation|returnValue|currentTarget|dataTransfer|clipboardData)\b|\bwindow\.open\(|\.(requestFullscreen|writeText|share|setPointerCapture)\(/

interface Insertion {
  readonly function: NodePath<t.Function>
  /** The first statement of the function's body that uses what is imported. */
  readonly before: t.Statement
}

/** For each asynchronous function that uses the site's imports, where to wait for them. */
const insertionsOf = (site: Site): Insertion[] => {
  const byFunction = new Map<t.Node, Insertion>()
  for (const use of site.components.flatMap(component => component.uses)) {
    if (use.kind !== 'awaitable' || use.function.node.body.type !== 'BlockStatement') continue
    const at = use.reference.node.start!
    const before = use.function.node.body.body.find(statement => statement.start! <= at && at < statement.end!)
    const known = byFunction.get(use.function.node)
    if (before && (!known || before.start! < known.before.start!)) {
      byFunction.set(use.function.node, { function: use.function, before })
    }
  }
  return [...byFunction.values()]
}

/** Why a function that uses these imports cannot wait for them, or null. */
export const waitingHazard = (site: Site): string | null => {
  const uses = site.components.flatMap(component => component.uses).filter(use => use.kind !== 'type')
  if (uses.every(use => use.kind !== 'awaitable')) return null
  if (uses.some(use => use.kind !== 'awaitable')) return `${site.file.path} uses it at once elsewhere`
  for (const { function: around, before } of insertionsOf(site)) {
    const later = site.file.text.slice(before.start!, around.node.end!)
    const atOnce = later.match(AT_ONCE)
    if (atOnce) return `${site.file.path}:${lineOf(before)} could not wait: ${atOnce[0]} has to happen at once`
    const parameters = site.file.text.slice(around.node.start!, around.node.body.start!)
    const used = site.components.some(({ binding }) => new RegExp(`\\b${binding.local}\\b`).test(parameters))
    if (used) return `${site.file.path}:${lineOf(around.node)} uses it in its parameters`
  }
  return null
}

/** Has each of those functions load what it uses just before it first does. */
export const awaitImports = (file: SourceFile, text: MagicString, site: Site, chunk: string): void => {
  const { quote, semicolon, newline } = file.style
  for (const { function: around, before } of insertionsOf(site)) {
    const used = site.components.filter(component =>
      component.uses.some(use => use.kind === 'awaitable' && use.function.node === around.node),
    )
    const names = used.map(({ binding, exported }) =>
      exported === binding.local ? exported : `${exported}: ${binding.local}`,
    )
    const line = file.text.lastIndexOf('\n', before.start! - 1) + 1
    const indent = file.text.slice(line, before.start!)
    const loaded = `await import(/* webpackChunkName: "${chunk}" */ ${quote}${site.specifier}${quote})`
    const statement = `const { ${names.join(', ')} } = ${loaded}${semicolon || (/\S/.test(indent) ? ';' : '')}`
    text.prependRight(before.start!, `${statement}${/\S/.test(indent) ? ' ' : newline + indent}`)
  }
}
