import globals from 'globals'
import MagicString from 'magic-string'
import { type SourceFile, traverse } from '../../source/parse.js'
import type { ImportUses } from './member-uses.js'
import type { Member } from './package-members.js'

const RESERVED =
  /^(await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|let|new|null|package|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield|arguments|eval|undefined)$/

/** Every name in a file but those of members. */
const namesIn = (file: SourceFile): Set<string> => {
  const names = new Set<string>()
  traverse(file.ast, {
    Identifier(path) {
      const member = path.parentPath.isMemberExpression() && path.key === 'property' && !path.parentPath.node.computed
      if (!member) names.add(path.node.name)
    },
    JSXIdentifier(path) {
      names.add(path.node.name)
    },
  })
  return names
}

const GLOBAL_NAMES = new Set([...Object.keys(globals.browser), ...Object.keys(globals.builtin)])

const freeName = (member: string, packageName: string, taken: ReadonlySet<string>): string => {
  const prefix = packageName
    .split('/')
    .at(-1)!
    .replace(/[^a-zA-Z]+(.)?/g, (_, next: string = '') => next.toUpperCase())
  const long = `${prefix}${member.charAt(0).toUpperCase()}${member.slice(1)}`
  const free = (name: string): boolean => !taken.has(name) && !RESERVED.test(name) && !GLOBAL_NAMES.has(name)
  if (free(member)) return member
  let name = long
  for (let count = 2; !free(name); count += 1) name = `${long}${count}`
  return name
}

/** Text of an import of one member from its own file. */
const importText = (
  local: string,
  { imported }: Member,
  specifier: string,
  quote: string,
  semicolon: string,
): string => {
  const what = imported === 'default' ? local : `{ ${imported === local ? local : `${imported} as ${local}`} }`
  return `import ${what} from ${quote}${specifier}${quote}${semicolon}`
}

/**
 * The file with each member imported from its own file.
 *
 * @param specifiers of each member that is used
 */
export const rewriteImports = (
  file: SourceFile,
  packageName: string,
  { statements, named, taken }: ImportUses,
  members: ReadonlyMap<string, Member>,
  specifiers: ReadonlyMap<string, string>,
): string => {
  const text = new MagicString(file.text)
  const names = namesIn(file)
  const locals = new Map<string, string>()
  const lines: string[] = []
  const { quote, semicolon, newline } = file.style
  const add = (member: string, local: string): void => {
    lines.push(importText(local, members.get(member)!, specifiers.get(member)!, quote, semicolon))
    locals.set(member, local)
  }
  for (const { member, local } of named) add(member, local)
  for (const { member, node, path } of taken) {
    const known = locals.get(member)
    const binding = known === undefined ? undefined : path.scope.getBinding(known)
    // A name that the file has for it may stand for something else here.
    if (known === undefined || (binding && binding.scope !== file.program.scope)) {
      const local = freeName(member, packageName, names)
      names.add(local)
      add(member, local)
    }
    text.update(node.start!, node.end!, locals.get(member)!)
  }
  const [first, ...others] = statements
  text.update(first!.node.start!, first!.node.end!, lines.join(newline))
  for (const { node } of others) {
    const end = file.text.startsWith(newline, node.end!) ? node.end! + newline.length : node.end!
    text.remove(node.start!, end)
  }
  return text.toString()
}
