import { type ParseResult, parse } from '@babel/parser'
import { messageOf } from '../../../../model/errors.js'
import type { SourceText } from '../plan/project.js'
import { hasAttribute, languageOf, readBlocks, type VueBlock } from './blocks.js'
import type { VueElement } from './template.js'

/** The code of a component's scripts, at the places where it stands in the file. */
export interface VueScript {
  readonly tree: ParseResult
  /** `<script setup>`, whose names the template knows; null where the component is made of options. */
  readonly setup: VueBlock | null
}

/** The parsed scripts of a component, or why they are not read. */
export const parseScripts = (text: string, scripts: readonly VueBlock[]): VueScript | { readonly refused: string } => {
  if (scripts.length === 0) return { refused: 'it has no script' }
  if (scripts.some(script => hasAttribute(script, 'src'))) return { refused: 'its script is in another file' }
  const languages = new Set(scripts.map(languageOf))
  const [language = ''] = languages
  if (languages.size > 1 || !/^(?:|js|jsx|ts|tsx)$/.test(language))
    return { refused: `its script is in ${[...languages].filter(Boolean).join(' and ')}` }
  let code = text.replace(/[^\n]/g, ' ')
  for (const { contentStart, contentEnd } of scripts)
    code = code.slice(0, contentStart) + text.slice(contentStart, contentEnd) + code.slice(contentEnd)
  try {
    const tree = parse(code, {
      sourceType: 'module',
      plugins: [
        ...(language.startsWith('t') ? (['typescript'] as const) : []),
        ...(language.endsWith('x') ? (['jsx'] as const) : []),
        'decorators-legacy',
      ],
    })
    return { tree, setup: scripts.find(script => hasAttribute(script, 'setup')) ?? null }
  } catch (thrown) {
    return { refused: `its script cannot be parsed (${messageOf(thrown)})` }
  }
}

/** Whether a component's scripts are TypeScript. */
export const isTyped = (scripts: readonly VueBlock[]): boolean =>
  scripts.some(script => languageOf(script).startsWith('ts'))

/** The code of a component's scripts and of the handlers in its template, each as if it were a file. */
export const codeIn = ({ path, text }: SourceText): readonly SourceText[] => {
  const { scripts, template } = readBlocks(text)
  return [
    ...scripts.map(({ contentStart, contentEnd }) => text.slice(contentStart, contentEnd)),
    ...(template === null ? [] : valuesOf(template, /^(?:@|v-on(?::|$))/)),
  ].map(code => ({ path, text: code }))
}

/** The classes that a component's template writes out, as a list of texts in code: those of some tools are selectors. */
export const classesIn = ({ path, text }: SourceText): SourceText => {
  const { template } = readBlocks(text)
  const values = template === null ? [] : valuesOf(template, /^(?::|v-bind:)?class$/)
  return { path, text: JSON.stringify(values) }
}

const valuesOf = (element: VueElement, names: RegExp): readonly string[] => [
  ...element.attributes.flatMap(({ name, value }) => (value !== null && names.test(name) ? [value] : [])),
  ...element.children.flatMap(child => (child.kind === 'element' ? valuesOf(child, names) : [])),
]
