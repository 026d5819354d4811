import type * as t from '@babel/types'
import { keyOf, literalOf, type Replacement, treeOf, walk } from '../../../build-config/literals.js'
import type { InlinedFile } from '../data-urls.js'
import { type Limits, NO_LIMITS, refused, together } from './limit.js'
import type { Places } from './places.js'
import { inScript, type Script } from './scripts.js'

/** What stands in all files of the output, by the kind of file: esbuild's loaders know no limit. */
export interface BuiltInto {
  readonly scripts: readonly InlinedFile[]
  readonly sheets: readonly InlinedFile[]
}

export interface Output extends Places {
  readonly built: BuiltInto
}

/** Files so small had better stay in the code: each costs more as a request than it weighs. */
const SMALL = 4096
const MOST_SMALL = 3

/** Why all files of an ending cannot come out of the code, or null. */
const hazardOf = (ending: string, address: string | null | undefined, output: Output): string | null => {
  const { scripts, sheets } = output.built
  const ofEnding = (files: readonly InlinedFile[]) => files.filter(({ endings }) => endings.includes(ending))
  const [inScripts, all] = [ofEnding(scripts), ofEnding([...scripts, ...sheets])]
  const small = new Set(all.filter(({ bytes }) => bytes < SMALL).map(({ head }) => head)).size
  if (small > MOST_SMALL) return `as files, ${small} small ones would be requests of their own as well`
  if (address === null) return 'publicPath is computed'
  if (address !== undefined)
    return output.isServedBelow(output.output, address)
      ? null
      : `publicPath is ${address}, which is not where ${output.output} is served`
  return inScripts.length === 0
    ? null
    : 'scripts name such files, and publicPath says not where the site has them: a file would be looked for beside each page'
}

const limitOf = (
  where: string,
  ending: string,
  address: string | null | undefined,
  output: Output,
  replacement: Replacement,
): Limits => {
  const { scripts, sheets } = output.built
  const isLarge = ({ endings, bytes }: InlinedFile): boolean => bytes > SMALL && endings.includes(ending)
  if (![...scripts, ...sheets].some(isLarge)) return NO_LIMITS
  const hazard = hazardOf(ending, address, output)
  if (hazard !== null) return refused(where, `the loader of .${ending} is dataurl: ${hazard}`)
  return { limits: [{ replacement, keeps: 0, takes: one => one === ending }], refusals: [] }
}

/** `publicPath` of a file's builds: undefined where none has it, null where it is computed, or said more than once. */
const addressIn = (tree: t.Node): string | null | undefined => {
  const said: unknown[] = []
  walk(tree, node => {
    if (node.type === 'ObjectProperty' && keyOf(node) === 'publicPath') said.push(literalOf(node.value))
  })
  if (said.length === 0) return undefined
  const [first] = said
  return typeof first === 'string' && said.every(one => one === first) ? first : null
}

/** What a script that calls esbuild says of files in the code: `loader: { '.woff2': 'dataurl' }`. */
export const esbuildLimits = (path: string, text: string, output: Output): Limits => {
  const tree = /dataurl/.test(text) ? treeOf(path, text) : null
  const found: Limits[] = []
  if (tree === null) return NO_LIMITS
  const address = addressIn(tree)
  walk(tree, node => {
    if (node.type !== 'ObjectProperty') return
    const [, ending] = /^\.([\w.]+)$/.exec(keyOf(node)) ?? []
    if (ending === undefined || literalOf(node.value) !== 'dataurl') return
    const { start, end } = node.value
    const quote = text[start!]!
    const detail = `${path}: the loader of .${ending} is file, not dataurl`
    const replacement = { path, start: start!, end: end!, text: `${quote}file${quote}`, detail }
    found.push(limitOf(path, ending, address, output, replacement))
  })
  return found.length === 0
    ? refused(path, 'which files esbuild puts into the code (dataurl) is computed')
    : together(found)
}

/** The same of its command, in scripts of `package.json`: `--loader:.woff2=dataurl`. */
export const esbuildCommandLimits = (scripts: readonly Script[], output: Output): Limits =>
  together(
    scripts.flatMap(script => {
      const options = [...script.written.matchAll(/--loader:\.([\w.]+)=dataurl\b/g)]
      const where = `package.json: the script ${script.name}`
      // Which of them an option belongs to would have to be known.
      if (options.length > 0 && [...script.written.matchAll(/\besbuild\s/g)].length !== 1)
        return [refused(where, 'calls esbuild more than once')]
      const address = /--public-path=([^\s"'\\]+)/.exec(script.written)?.[1]
      return options.map(({ 0: option, 1: ending, index }) => {
        const part = { index: index + option.length - 'dataurl'.length, length: 'dataurl'.length }
        const replacement = inScript(script, part, 'file', `the loader of .${ending} is file, not dataurl`)
        return limitOf(where, ending!, address, output, replacement)
      })
    }),
  )
