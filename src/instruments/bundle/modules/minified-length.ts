import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { parse } from '@babel/parser'

/** Larger files are taken as they are: reading them takes longer than their share is worth. */
const LARGEST = 2_000_000

/** What a local name becomes. */
const SHORT = 2

interface Token {
  readonly type: string | { readonly label: string; readonly keyword?: string }
  readonly start: number
  readonly end: number
}

const labelOf = (token: Token | undefined): string => (typeof token?.type === 'object' ? token.type.label : '')

/** About how many characters of a script minification leaves: no comments, no spaces, short names but for properties. */
export function minifiedLength(source: string, isTyped: boolean): number | null {
  let tokens: readonly Token[]
  try {
    const plugins = [isTyped ? ('typescript' as const) : ('flow' as const), 'jsx' as const, 'decorators' as const]
    const file = parse(source, { sourceType: 'unambiguous', tokens: true, errorRecovery: true, plugins })
    tokens = (file.tokens ?? []) as readonly Token[]
  } catch {
    return null
  }
  const code = tokens.filter(({ type }) => typeof type === 'object')
  return code.reduce((sum, token, index) => {
    const length = token.end - token.start
    const isName = labelOf(token) === 'name'
    const isProperty = ['.', '?.'].includes(labelOf(code[index - 1])) || labelOf(code[index + 1]) === ':'
    return sum + (isName && !isProperty ? Math.min(length, SHORT) : length)
  }, 0)
}

async function lengthAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile() || found.size > LARGEST) return Number.POSITIVE_INFINITY
  const length = minifiedLength(await readFile(file, 'utf8'), /\.[cm]?tsx?$/.test(file))
  return length ?? Number.POSITIVE_INFINITY
}

/** About how many bytes of a module there can be at most once it is minified, by its path relative to the root. */
export type MostMinified = (module: string) => Promise<number>

/**
 * What minification leaves of each module at most, for telling modules apart whose code was minified together: a half of one may be comments.
 * Packages may be hoisted above the root. Infinity for what is not there or is no script.
 */
export function minifiedLengths(root: string): MostMinified {
  const known = new Map<string, Promise<number>>()
  const length = async (module: string): Promise<number> => {
    if (!/\.[cm]?[jt]sx?$/.test(module)) return Number.POSITIVE_INFINITY
    for (let folder = root; ; folder = path.dirname(folder)) {
      const file = path.join(folder, module)
      if (existsSync(file)) return lengthAt(file)
      if (!module.startsWith('node_modules/') || path.dirname(folder) === folder) return Number.POSITIVE_INFINITY
    }
  }
  return module => {
    const measuring = known.get(module) ?? length(module)
    known.set(module, measuring)
    return measuring
  }
}

/** Nothing is minified. */
export const anyLength: MostMinified = async () => Number.POSITIVE_INFINITY
