import { parseSource, type SourceFile } from './parse.js'

/** A single-file component of Vue. */
export const isComponentFile = (path: string): boolean => path.endsWith('.vue')

const BLOCK = /<(script|style)\b([^>]*)>([\s\S]*?)<\/\1\s*>/g

interface Block {
  readonly attributes: string
  readonly content: string
  /** Where its content begins in the component. */
  readonly start: number
}

/** The blocks of a component; a template holds none of these elements. */
const blocksOf = (text: string, name: 'script' | 'style'): Block[] =>
  [...text.matchAll(BLOCK)]
    .filter(match => match[1] === name)
    .map(match => ({
      attributes: match[2]!,
      content: match[3]!,
      start: match.index + `<${name}${match[2]}>`.length,
    }))

const languageOf = (attributes: string, standard = 'js'): string =>
  /\blang=["']?(\w+)/.exec(attributes)?.[1] ?? standard

/** What the code of `<script setup>` does when its module is loaded: import. The rest of it runs for each component that is made; what cannot be read stays whole. */
const importsOnly = (path: string, code: string): string =>
  parseSource(path, code)
    ?.imports.map(({ node }) => code.slice(node.start!, node.end!))
    .join('\n') ?? code

/** Where each name comes from that a component's scripts import, by the name. */
export const importsOfComponent = (path: string, text: string): ReadonlyMap<string, string> => {
  const imports = blocksOf(text, 'script').flatMap(
    ({ attributes, content }) => parseSource(`${path}.${languageOf(attributes)}`, content)?.imports ?? [],
  )
  return new Map(imports.flatMap(({ bindings, specifier }) => bindings.map(({ local }) => [local, specifier] as const)))
}

/** The styles of a component, each with the language it is written in; `own`: they hold for its own elements alone. */
export const stylesOfComponent = (
  text: string,
): readonly { readonly language: string; readonly text: string; readonly start: number; readonly own: boolean }[] =>
  blocksOf(text, 'style').map(({ attributes, content, start }) => ({
    language: languageOf(attributes, 'css'),
    text: content,
    start,
    own: /\b(scoped|module)\b/.test(attributes),
  }))

/**
 * The code of a component that runs when its module is loaded, as a source file; what is in the template is no part of it.
 *
 * @returns null where a script is in no language that is read
 */
export const parseComponent = (path: string, text: string): SourceFile | null => {
  const scripts = blocksOf(text, 'script')
  const language = scripts.flatMap(({ attributes }) => /\blang=["']?(\w+)/.exec(attributes)?.[1] ?? [])[0] ?? 'js'
  const named = `${path}.${language}`
  const code = scripts.map(({ attributes, content }) =>
    /\bsetup\b/.test(attributes) ? importsOnly(named, content) : content,
  )
  const file = parseSource(named, code.join('\n'))
  return file && { ...file, path }
}

/** Styles of a component that hold for the whole page: in a chunk of its own they would come later in the cascade. */
export const hasGlobalStyles = (text: string): boolean =>
  blocksOf(text, 'style').some(({ attributes }) => !/\b(scoped|module)\b/.test(attributes))
