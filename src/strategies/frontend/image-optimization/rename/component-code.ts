import { type Token, tokenizeMarkup } from './markup-tokens.js'

/** Components in one file whose templates are read. */
export const isComponent = (file: string): boolean => /\.(?:vue|svelte)$/.test(file)

/** Files in which scripts stand between tags. */
export const hasTags = (file: string): boolean => isComponent(file) || /\.html?$/.test(file)

/** Names that stand in the code of a template for what it does with a value. */
export const TEMPLATE_ATTRIBUTE = '__attribute'
export const TEMPLATE_TEXT = '__text'
export const TEMPLATE_TEST = '__test'
/** What an image in a `<picture>` is called there. */
export const FALLBACK = 'picture > img'

/**
 * The code of a component: its scripts at the places where they stand, and behind them what the template does with values, in order and within the
 * loops that name them. Null where the template is in no notation that is read.
 */
export const componentCode = (
  file: string,
  text: string,
): { readonly code: string; readonly language: string } | null => {
  const scripts = [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)].filter(
    ([, attributes]) => !/\btype\s*=\s*["']?(?!module|text\/javascript|application\/javascript)/i.test(attributes!),
  )
  const language = scripts.flatMap(([, attributes]) => /\blang=["']?(\w+)/.exec(attributes!)?.[1] ?? [])[0] ?? 'js'
  let code = text.replace(/[^\n]/g, ' ')
  for (const script of scripts) {
    const at = script.index + script[0].indexOf('>') + 1
    code = code.slice(0, at) + script[2]! + code.slice(at + script[2]!.length)
  }
  if (!isComponent(file)) return { code, language: `${file}.${language}` }
  const template = file.endsWith('.vue') ? vueTemplate(text) : text.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/g, '')
  if (template === null) return null
  const lines = file.endsWith('.vue') ? vueLines(tokenizeMarkup(template)) : svelteLines(tokenizeMarkup(template))
  // `$state(…)`, stores (`$images`) and reactive statements (`$:`) of Svelte are plain code here.
  return { code: `${code}\n;{\n${lines.join('\n')}\n}`, language: `${file}.${language}` }
}

/** The outermost template; one in another language (Pug) is not read. */
const vueTemplate = (text: string): string | null => {
  const start = /^<template\b([^>]*)>/m.exec(text)
  if (start === null) return ''
  if (/\blang=["']?(?!html)/.test(start[1]!)) return null
  return text.slice(start.index + start[0].length, text.lastIndexOf('</template>'))
}

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i
const quoted = (text: string): string => JSON.stringify(text)
const attributeLine = (element: string, name: string, expression: string): string =>
  `${TEMPLATE_ATTRIBUTE}(${quoted(element)}, ${quoted(name)}, (${expression}));`

const vueLines = (tokens: readonly Token[]): string[] => {
  const lines: string[] = []
  /** Open elements, each with what ends the loops that it began. What the helper module does not know, a `<picture>` shows as its image says. */
  const open: { readonly name: string; readonly end: string; isHelped?: true }[] = []
  for (const token of tokens) {
    if (token.kind === 'text') {
      for (const [, expression] of token.text.matchAll(/\{\{([\s\S]+?)\}\}/g))
        lines.push(`${TEMPLATE_TEXT}((${expression}));`)
    } else if (token.kind === 'close') {
      const at = open.findLastIndex(o => o.name === token.name)
      if (at >= 0) for (const { end } of open.splice(at).reverse()) lines.push(end)
    } else {
      let end = ''
      const loop = token.attributes.find(a => a.name === 'v-for')?.value
      const picture = open.at(-1)
      if (picture !== undefined && token.name === 'source' && loop?.includes('pictureSources(')) picture.isHelped = true
      const [, names, list] = /^\s*([\s\S]+?)\s+(?:in|of)\s+([\s\S]+)$/.exec(loop ?? '') ?? []
      if (names !== undefined && list !== undefined) {
        lines.push(`(${list}).forEach((${names.replace(/^\(([\s\S]*)\)$/, '$1')}) => {`)
        end = '});'
      }
      for (const { name, value } of token.attributes) {
        const slot = /^(?:v-slot(?::\S+)?|#\S*)$/.test(name)
        if (slot && value !== null && value.trim() !== '') {
          lines.push(`((${value}) => {`)
          end = `});${end}`
        }
        if (value === null || name === 'v-for' || slot) continue
        const bound = /^(?:v-bind:|:)([\w:-]+)/.exec(name)?.[1]
        const holder = open.at(-1)
        const isFallback = token.name === 'img' && holder?.name === 'picture' && !holder.isHelped
        if (bound !== undefined) lines.push(attributeLine(isFallback ? FALLBACK : token.name, bound, value))
        else if (name === 'v-bind') lines.push(`${TEMPLATE_TEST}({ ...(${value}) });`)
        else if (/^v-(?:if|else-if|show|model|memo)$/.test(name)) lines.push(`${TEMPLATE_TEST}((${value}));`)
        else if (name === 'v-html' || name === 'v-text') lines.push(`${TEMPLATE_TEXT}((${value}));`)
        else if (/^(?:@|v-on:)/.test(name) && value.trim() !== '') lines.push(handlerLine(value))
        else if (/^v-/.test(name) && !/^v-(?:else|once|pre|cloak)/.test(name) && value.trim() !== '')
          lines.push(attributeLine('directive', name, value))
      }
      if (token.selfClosing || VOID.test(token.name)) lines.push(end)
      else open.push({ name: token.name, end })
    }
  }
  for (const { end } of open.reverse()) lines.push(end)
  return lines
}

/** A handler is a function, or statements in which `$event` is known. */
const handlerLine = (value: string): string =>
  /^\s*(?:async\s*)?(?:\([^)]*\)|[\w$]+)\s*=>|^\s*function\b|^\s*[\w$.]+\s*$/.test(value)
    ? `${TEMPLATE_TEST}((${value}));`
    : `(($event) => { ${value} });`

const svelteLines = (tokens: readonly Token[]): string[] => {
  const lines: string[] = []
  for (const token of tokens) {
    if (token.kind === 'text') for (const block of token.blocks) lines.push(...svelteBlock(block))
    if (token.kind !== 'open') continue
    for (const { name, value } of token.attributes) {
      const spread = /^\{\s*\.\.\.([\s\S]+)\}$/.exec(name)?.[1]
      const short = /^\{\s*([\w$]+)\s*\}$/.exec(name)?.[1]
      if (spread !== undefined) lines.push(`${TEMPLATE_TEST}({ ...(${spread}) });`)
      else if (short !== undefined) lines.push(attributeLine(token.name, short, short))
      else if (value?.includes('{')) {
        const [, whole] = /^\{([\s\S]+)\}$/.exec(value) ?? []
        const single = whole !== undefined && !whole.includes('}{')
        const expression = single ? whole : `\`${value.replaceAll('`', '\\`').replaceAll('{', '${')}\``
        if (/^(?:on:|on[a-z]|bind:this|use:|in:|out:|transition:|animate:)/.test(name))
          lines.push(`${TEMPLATE_TEST}((${expression}));`)
        else
          lines.push(
            attributeLine(
              token.name,
              name.replace(/^(?:bind:|style:[\w-]+$)/, m => (m === 'bind:' ? '' : 'style')),
              expression,
            ),
          )
      }
    }
  }
  return lines
}

const svelteBlock = (block: string): string[] => {
  const each = /^#each\s+([\s\S]+?)\s+as\s+([\s\S]+?)(?:\s*\([\s\S]*\))?\s*$/.exec(block)
  if (each) return [`(${each[1]}).forEach((${each[2]}) => {`]
  if (/^\/each/.test(block)) return ['});']
  const awaited = /^#await\s+([\s\S]+?)(?:\s+then\s+([\w$]+))?\s*$/.exec(block)
  if (awaited) return ['{', ...(awaited[2] ? [`const ${awaited[2]} = await (${awaited[1]});`] : [])]
  if (/^:then\s+/.test(block)) return ['}', '{', `let ${block.slice(6).trim()};`]
  if (/^\/await/.test(block)) return ['}']
  const snippet = /^#snippet\s+[\w$]+\s*\(([\s\S]*)\)\s*$/.exec(block)
  if (snippet) return [`((${snippet[1]}) => {`]
  if (/^\/snippet/.test(block)) return ['});']
  const declared = /^@const\s+([\s\S]+)$/.exec(block)
  if (declared) return [`var ${declared[1]};`]
  const tested = /^(?:#if|:else if|#key)\s+([\s\S]+)$/.exec(block)
  if (tested) return [`${TEMPLATE_TEST}((${tested[1]}));`]
  if (/^[#:/]/.test(block)) return []
  const told = /^@(?:html|render|debug)\s+([\s\S]+)$/.exec(block)
  return [`${TEMPLATE_TEXT}((${told?.[1] ?? block}));`]
}
