import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { elements, attribute as htmlAttribute } from '../../../html/elements.js'
import { attribute, nameOf } from '../../../markup/jsx-elements.js'
import type { ElementSketch, Step } from '../../../markup/selectors.js'
import type { SourceText } from '../../../markup/source-text.js'
import { parseSource, traverse } from '../../../source/parse.js'
import { isComponentFile } from '../../../source/vue.js'

/** Whether a selector asks for a place in which an element of another file is never put. */
export type IsElsewhere = (selector: readonly Step[], element: ElementSketch) => boolean

/** What components call that which they are given to show. */
const GIVEN = /^(?:children|content|outlet|slots?|body|main|page|element|component|view|render\w*)$/i

/** By class: whether all markup that has it holds nothing but plain elements and texts, so that no component is ever shown in it. */
type Places = Map<string, boolean>

const note = (places: Places, names: readonly string[], closed: boolean): void => {
  for (const name of names) places.set(name, closed && places.get(name) !== false)
}

const wordsIn = (text: string): string[] => text.match(/[\w-]+/g) ?? []

/** Every word in an expression that may be a class. */
const classesOf = (found: t.JSXAttribute | null, source: string): string[] =>
  found?.value ? wordsIn(source.slice(found.value.start!, found.value.end!)) : []

const showsComponents = (path: NodePath<t.JSXElement>): boolean => {
  let shows = false
  path.traverse({
    JSXElement(at) {
      const name = nameOf(at.node)
      if (name === null || /^[A-Z]/.test(name) || name.includes('-')) shows ||= !/^(?:Nav)?Link$/.test(name ?? '')
    },
    JSXSpreadChild() {
      shows = true
    },
    Identifier(at) {
      shows ||= GIVEN.test(at.node.name) && at.findParent(up => up.isJSXExpressionContainer()) !== null
    },
  })
  return shows
}

const readModule = ({ path, text }: SourceText, places: Places): void => {
  if (!/\bclass(?:Name)?\s*=/.test(text)) return
  const file = parseSource(path, text)
  if (file === null) {
    note(places, wordsIn(text), false)
    return
  }
  traverse(file.ast, {
    JSXElement(at) {
      const names = classesOf(attribute(at.node, 'className') ?? attribute(at.node, 'class'), text)
      if (names.length > 0)
        note(places, names, !showsComponents(at) && /^[a-z]|^(?:Nav)?Link$/.test(nameOf(at.node) ?? ''))
    },
  })
}

const isPlain = (element: Tree.Element, text: string): boolean => {
  const name = /^<([^\s/>]+)/.exec(text.slice(element.sourceCodeLocation?.startOffset ?? 0))?.[1] ?? element.tagName
  if (/^(?:RouterLink|router-link)$/.test(name)) return true
  return !/[A-Z-]/.test(name) && !/^(?:component|slot|template)$/.test(name)
}

/** What an application is put into has an id, and whatever it shows is below it. */
const readMarkup = (all: readonly Tree.Element[], text: string, places: Places, isPage: boolean): void => {
  for (const element of all) {
    const classes = `${htmlAttribute(element, 'class') ?? ''} ${htmlAttribute(element, ':class') ?? ''}`
    const inside = elements(element)
    const closed = inside.every(one => isPlain(one, text) && !(isPage && htmlAttribute(one, 'id') !== undefined))
    note(places, wordsIn(classes), closed)
  }
}

/** Reads where a project's markup shows components, and where it does not: a rule for what stands in a logo says nothing of a picture in a page. */
export const closedPlaces = (modules: readonly SourceText[], pages: readonly SourceText[]): IsElsewhere => {
  const places: Places = new Map()
  for (const module of modules)
    if (!isComponentFile(module.path)) readModule(module, places)
    else {
      const root = parseFragment(module.text, { sourceCodeLocationInfo: true })
      readMarkup(elements(root), module.text, places, false)
    }
  for (const { text } of pages) readMarkup(elements(parse(text, { sourceCodeLocationInfo: true })), text, places, true)
  const isOfElement = (name: string, element: ElementSketch | null): boolean =>
    element !== null && (element.open || element.classes.includes(name) || isOfElement(name, element.parent))
  return (selector, element) =>
    selector
      .slice(0, -1)
      .flatMap(({ compound }) => [...compound.matchAll(/\.([\w-]+)/g)].map(([, name]) => name!))
      .some(name => places.get(name) === true && !isOfElement(name, element))
}
