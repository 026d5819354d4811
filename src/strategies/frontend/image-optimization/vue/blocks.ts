import { endOfText, parseElement, startTagAt, type VueAttribute, type VueElement } from './template.js'

/** A single-file component of Vue. */
export const isVueFile = (file: string): boolean => file.endsWith('.vue')

/** A part of a component's file that is no template; its content lies between the offsets. */
export interface VueBlock {
  readonly attributes: readonly VueAttribute[]
  readonly contentStart: number
  readonly contentEnd: number
}

export interface VueBlocks {
  /** The outermost element of the template, `<template>` itself; null where there is none that is read. */
  readonly template: VueElement | null
  /** The language of the template that is none of HTML's kind (`pug`); else null. */
  readonly templateLanguage: string | null
  readonly scripts: readonly VueBlock[]
  readonly styles: readonly VueBlock[]
}

/** The parts of a component, or why its template is not read. Scripts and styles are found in either case, as far as there are any. */
export const readBlocks = (text: string): VueBlocks & { readonly refused: string | null } => {
  const scripts: VueBlock[] = []
  const styles: VueBlock[] = []
  const templates: VueElement[] = []
  let templateLanguage: string | null = null
  let refused: string | null = null
  const unknown = (): ReturnType<typeof readBlocks> => ({
    template: null,
    templateLanguage,
    scripts,
    styles,
    refused: 'its blocks cannot be told apart',
  })
  const open = /<!--|<[a-zA-Z]/g
  for (let found = open.exec(text); found !== null; found = open.exec(text)) {
    if (found[0] === '<!--') {
      const end = text.indexOf('-->', found.index)
      if (end < 0) break
      open.lastIndex = end + 3
      continue
    }
    const tag = startTagAt(text, found.index)
    if (tag === null) return unknown()
    open.lastIndex = tag.openEnd
    if (tag.selfClosing) continue
    const language = languageOf(tag)
    if (tag.tag === 'template' && language === 'html') {
      const element = parseElement(text, found.index)
      if (element !== null) {
        templates.push(element)
        open.lastIndex = element.end
        continue
      }
      refused = 'its template has a tag that is not closed'
    } else if (tag.tag === 'template') {
      templateLanguage = language
      refused = `its template is in ${language}`
    }
    const content = tag.tag === 'template' ? endOfTemplate(text, tag.openEnd) : endOfText(text, tag.openEnd, tag.tag)
    if (content === null) return unknown()
    open.lastIndex = content.end
    const block = { attributes: tag.attributes, contentStart: tag.openEnd, contentEnd: content.start }
    if (tag.tag === 'script') scripts.push(block)
    if (tag.tag === 'style') styles.push(block)
  }
  if (templates.length > 1) refused = 'it has several templates'
  return { template: refused === null ? (templates[0] ?? null) : null, templateLanguage, scripts, styles, refused }
}

/** One in another language may hold the word: the last end tag before the next block counts. */
const endOfTemplate = (text: string, from: number): ReturnType<typeof endOfText> => {
  const next = /^<(?:script|style)\b/m.exec(text.slice(from))
  const before = next === null ? text.length : from + next.index
  const start = text.lastIndexOf('</template', before)
  if (start < from) return endOfText(text, from, 'template')
  return { start, end: text.indexOf('>', start) + 1 }
}

/** The language that a block is written in, in lower case: what its kind is written in where it says nothing. */
export const languageOf = (block: { readonly attributes: readonly VueAttribute[]; readonly tag?: string }): string => {
  const said = block.attributes.find(({ name }) => name === 'lang')?.value?.toLowerCase()
  return said ?? (block.tag === 'template' ? 'html' : '')
}

export const hasAttribute = ({ attributes }: Pick<VueBlock, 'attributes'>, name: string): boolean =>
  attributes.some(attribute => attribute.name === name)
