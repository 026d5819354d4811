import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { escapePattern } from '../../../../system/escape-pattern.js'
import { literalOf } from '../../../markup/jsx-elements.js'
import { parseModule, traverseModule } from '../../../markup/parse-module.js'
import { type ElementSketch, matchOf, splitList, splitSelector } from '../../../markup/selectors.js'
import { isHandler, type OwnAttributes, WRITES_SOURCE } from './own-attributes.js'
import type { SourceText } from './project.js'

/** The scripts of a project that change the address of elements which are there already. */
export interface SourceWriters {
  /** The script that may set this image's `src` or `srcset`, in words; null where none does. */
  writerOf(image: ElementSketch, attributes: OwnAttributes): string | null
}

/**
 * What a script writes to. `selector`: what that finds. `ref`: what a component's reference of that name holds. `unknown`: an event's target, a
 * parameter, a neighbour of something. Elements that the script itself makes are no target.
 */
type Target =
  | { readonly kind: 'selector'; readonly selector: string }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'unknown' }

interface Writer {
  readonly script: SourceText
  readonly target: Target
}

/**
 * Reads scripts for writes of `src` and `srcset`. Where it cannot be told which element is written to, the write concerns the images of which
 * the same script knows something: the id, a class or a `data-` attribute of the image or of what is around it, or a function that its own
 * handlers call.
 */
export const readSourceWriters = (scripts: readonly SourceText[]): SourceWriters => {
  const writers = scripts.flatMap(writersIn)
  return {
    writerOf: (image, attributes) => {
      const found = writers.find(writer => concerns(writer, image, attributes))
      return found === undefined ? null : `${found.script.path} changes the address of ${inWords(found.target)}`
    },
  }
}

const inWords = (target: Target): string =>
  target.kind === 'selector'
    ? `\`${target.selector}\``
    : target.kind === 'ref'
      ? `\`${target.name}\``
      : 'an element that may be this one'

const writersIn = (script: SourceText): Writer[] => {
  if (!WRITES_SOURCE.test(script.text)) return []
  const tree = parseModule(script.text, script.path)
  if ('refused' in tree) return [{ script, target: UNKNOWN }]
  const targets = new Map<string, Target>()
  const add = (found: readonly Target[]): void => {
    for (const target of found) targets.set(JSON.stringify(target), target)
  }
  traverseModule(tree, {
    AssignmentExpression(path) {
      const left = path.get('left')
      if (left.isMemberExpression() && isSource(propertyName(left.node)) && !isOfOwnHandler(path))
        add(knownByItsData(left.get('object').node, path.node.right) ?? targetsOf(left.get('object')))
    },
    CallExpression(path) {
      const callee = path.get('callee')
      const [first, second] = path.get('arguments')
      if (!callee.isMemberExpression() || first === undefined) return
      const name = propertyName(callee.node)
      const object = callee.get('object')
      if (name === 'setAttribute' && isSource(literalOf(first.node)))
        add(knownByItsData(object.node, second?.node) ?? targetsOf(object))
      else if ((name === 'attr' || name === 'prop') && second !== undefined && isSource(literalOf(first.node)))
        add(targetsOf(object))
      else if ((name === 'attr' || name === 'prop') && setsSource(first.node)) add(targetsOf(object))
      else if (name === 'assign' && second !== undefined && setsSource(second.node)) add(targetsOf(first))
    },
  })
  return [...targets.values()].map(target => ({ script, target }))
}

/** `<img onError={event => { event.target.src = … }}>` says by itself what it writes to. */
const isOfOwnHandler = (path: NodePath<t.AssignmentExpression>): boolean => {
  const handler = path.findParent(p => p.isFunction())
  const container = handler?.parentPath?.isJSXExpressionContainer() ? handler.parentPath.parentPath : null
  const element = container?.isJSXAttribute() ? container.parentPath : null
  const parameter = handler?.isFunction() ? handler.node.params[0] : undefined
  if (!element?.isJSXOpeningElement() || parameter?.type !== 'Identifier') return false
  let root: t.Node = path.node.left
  while (root.type === 'MemberExpression') root = root.object
  return element.node.name.type === 'JSXIdentifier' && element.node.name.name === 'img' && isName(root, parameter.name)
}

const UNKNOWN: Target = { kind: 'unknown' }

const isSource = (name: string | null): boolean => name !== null && /^src(?:set)?$/i.test(name)

const setsSource = (node: t.Node): boolean =>
  node.type === 'ObjectExpression' &&
  node.properties.some(
    p => p.type === 'ObjectProperty' && isSource(p.key.type === 'Identifier' ? p.key.name : literalOf(p.key)),
  )

const propertyName = (node: t.MemberExpression | t.OptionalMemberExpression): string | null =>
  node.property.type === 'Identifier' && !node.computed ? node.property.name : literalOf(node.property)

/** `img.src = img.dataset.full`: whatever is written to has that attribute. */
const knownByItsData = (written: t.Node, value: t.Node | undefined): readonly Target[] | null => {
  if (value === undefined || written.type !== 'Identifier') return null
  const from = (node: t.Node): string | null => {
    if (node.type === 'MemberExpression') {
      const { object } = node
      const name = propertyName(node)
      const ofDataset =
        object.type === 'MemberExpression' && propertyName(object) === 'dataset' && isName(object.object, written.name)
      return ofDataset && name !== null ? `data-${name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)}` : null
    }
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null
    const [argument] = node.arguments
    return propertyName(node.callee) === 'getAttribute' && isName(node.callee.object, written.name) && argument
      ? literalOf(argument)
      : null
  }
  const attribute = from(value)
  return attribute?.startsWith('data-') ? [{ kind: 'selector', selector: `[${attribute}]` }] : null
}

const isName = (node: t.Node, name: string): boolean => node.type === 'Identifier' && node.name === name

const BY_SELECTOR = new Set(['querySelector', 'querySelectorAll', 'find', 'closest', 'children', 'siblings', 'filter'])
/** What gives one or some of what it is called on, or calls back with each. */
const SELECTION = new Set(['item', 'eq', 'first', 'last', 'get', 'at', 'slice', 'filter', 'from', 'toArray', 'not'])
const EACH = new Set(['forEach', 'map', 'each', 'filter', 'find', 'some', 'every'])
/** jQuery's own that give what they are called on. */
const CHAINED = new Set(
  'addClass animate append appendTo attr bind css data delay end fadeIn fadeOut hide html insertAfter insertBefore off on one prependTo prop removeAttr removeClass removeData show stop text toggleClass trigger val'.split(
    ' ',
  ),
)
const MADE = new Set(['createElement', 'createElementNS'])
const MOST_STEPS = 12

/** What an expression may be: empty where it is an element that the script made. */
const targetsOf = (path: NodePath<t.Node>, steps = 0): readonly Target[] => {
  if (steps > MOST_STEPS) return [UNKNOWN]
  const on = (next: NodePath<t.Node>): readonly Target[] => targetsOf(next, steps + 1)
  if (path.isIdentifier()) return ofName(path, on)
  if (path.isThisExpression()) return ofThis(path, on)
  if (path.isNewExpression()) return isName(path.node.callee, 'Image') ? [] : [UNKNOWN]
  if (path.isConditionalExpression()) return [...on(path.get('consequent')), ...on(path.get('alternate'))]
  if (path.isLogicalExpression()) return [...on(path.get('left')), ...on(path.get('right'))]
  if (path.isAssignmentExpression()) return on(path.get('right'))
  if (path.isTSNonNullExpression() || path.isTSAsExpression()) return on(path.get('expression') as NodePath<t.Node>)
  if (path.isSpreadElement()) return on(path.get('argument'))
  if (path.isArrayExpression())
    return path.get('elements').flatMap(e => (e.node === null ? [] : on(e as NodePath<t.Node>)))
  if (path.isMemberExpression() || path.isOptionalMemberExpression()) return ofMember(path, on)
  if (path.isCallExpression() || path.isOptionalCallExpression()) return ofCall(path, on)
  return [UNKNOWN]
}

type Follow = (path: NodePath<t.Node>) => readonly Target[]

const ofName = (path: NodePath<t.Identifier>, on: Follow): readonly Target[] => {
  const binding = path.scope.getBinding(path.node.name)
  if (binding === undefined) return [UNKNOWN]
  const written = binding.constantViolations.flatMap(v => (v.isAssignmentExpression() ? on(v.get('right')) : [UNKNOWN]))
  const declared = binding.path
  if (declared.isVariableDeclarator()) {
    const loop = declared.parentPath?.parentPath
    if (loop?.isForOfStatement() && declared.parentPath === loop.get('left'))
      return [...on(loop.get('right') as NodePath<t.Node>), ...written]
    const init = declared.get('init')
    if (declared.node.id.type !== 'Identifier') return [UNKNOWN]
    return init.node == null ? written : [...on(init as NodePath<t.Node>), ...written]
  }
  // The parameter of a function that is called with each of a list: the list's elements.
  const called = declared.findParent(p => p.isFunction())
  const call = called?.parentPath
  const callee = call?.isCallExpression() ? call.get('callee') : null
  if (callee?.isMemberExpression() && EACH.has(propertyName(callee.node) ?? '') && declared.parentPath === called)
    return [...on(callee.get('object')), ...written]
  return [UNKNOWN]
}

/** In a function that is called for each of a list, one of that list. */
const ofThis = (path: NodePath<t.ThisExpression>, on: Follow): readonly Target[] => {
  const called = path.findParent(p => p.isFunction() && !p.isArrowFunctionExpression())
  const call = called?.parentPath
  const callee = call?.isCallExpression() ? call.get('callee') : null
  return callee?.isMemberExpression() && EACH.has(propertyName(callee.node) ?? '')
    ? on(callee.get('object'))
    : [UNKNOWN]
}

const ofMember = (
  path: NodePath<t.MemberExpression> | NodePath<t.OptionalMemberExpression>,
  on: Follow,
): readonly Target[] => {
  const object = path.get('object') as NodePath<t.Node>
  const name = propertyName(path.node)
  if (name === 'current') return [{ kind: 'ref', name: lastName(object.node) ?? '' }]
  if (object.isMemberExpression() && /^\$?refs$/.test(propertyName(object.node) ?? ''))
    return [{ kind: 'ref', name: name ?? '' }]
  if (isName(object.node, '$refs')) return [{ kind: 'ref', name: name ?? '' }]
  if (isName(object.node, 'document') && name === 'images') return [{ kind: 'selector', selector: 'img' }]
  if (path.node.computed && (name === null || /^\d+$/.test(name))) return on(object)
  return [UNKNOWN]
}

const lastName = (node: t.Node): string | null =>
  node.type === 'Identifier'
    ? node.name
    : node.type === 'MemberExpression' && node.property.type === 'Identifier'
      ? node.property.name
      : null

const ofCall = (
  path: NodePath<t.CallExpression> | NodePath<t.OptionalCallExpression>,
  on: Follow,
): readonly Target[] => {
  const callee = path.get('callee') as NodePath<t.Node>
  const first = (path.get('arguments') as NodePath<t.Node>[])[0]
  const text = first === undefined ? null : literalOf(first.node)
  const bySelector = (selector: string): readonly Target[] => [{ kind: 'selector', selector }]
  if (callee.isIdentifier() && /^(?:\$|jQuery|\$\$|qs|qsa)$/.test(callee.node.name))
    return text !== null && !text.trimStart().startsWith('<')
      ? bySelector(text)
      : text !== null
        ? [] // made of markup
        : first === undefined
          ? [UNKNOWN]
          : on(first)
  if (!callee.isMemberExpression() && !callee.isOptionalMemberExpression()) return [UNKNOWN]
  const name = propertyName(callee.node) ?? ''
  if (MADE.has(name)) return []
  if (name === 'getElementById' && text !== null) return bySelector(`#${text}`)
  if (name === 'getElementsByClassName' && text !== null)
    return bySelector(text.trim().replace(/^|\s+/g, '.').replace(/\.+/g, '.'))
  if (name === 'getElementsByTagName' && text !== null) return bySelector(text)
  if (BY_SELECTOR.has(name) && text !== null) return bySelector(text)
  if (name === 'from' && first !== undefined) return on(first)
  if (SELECTION.has(name) || CHAINED.has(name)) return on(callee.get('object') as NodePath<t.Node>)
  return [UNKNOWN]
}

const concerns = ({ script, target }: Writer, image: ElementSketch, attributes: OwnAttributes): boolean => {
  if (target.kind === 'selector') return splitList(target.selector).some(s => mayFind(s, image, attributes))
  if (target.kind === 'ref') return mayBeRef(target.name, attributes)
  return [...wordsOf(image, attributes)].some(word => mentions(script.text, word))
}

/** Whether a selector may find the image; the attributes that its last part asks for have to be there. */
const mayFind = (selector: string, image: ElementSketch, attributes: OwnAttributes): boolean => {
  const steps = splitSelector(selector)
  const { compound } = steps.at(-1)!
  const asked = [...compound.replace(/:not\([^)]*\)/g, '').matchAll(/\[\s*([\w-]+)/g)].map(m => m[1]!.toLowerCase())
  return matchOf(steps, image) !== 'no' && (image.open || asked.every(name => attributes.has(name)))
}

/** A plain `ref={name}` (or `ref="name"`) is that one; one that a function or a property gives may be any. */
const mayBeRef = (name: string, attributes: OwnAttributes): boolean => {
  const own = attributes.get('ref') ?? attributes.get('x-ref') ?? attributes.get(':ref')
  if (own === undefined) return false
  const plain = /^\{?\s*(?:this\.)?([\w$]+)\s*\}?$/.exec(own)?.[1]
  return plain === undefined || plain === name || plain === 'ref' || name === ''
}

/** Words of handlers that every script has. */
const COMMON =
  /^(?:this|event|ev|evt|function|return|const|let|var|if|else|true|false|null|undefined|target|currentTarget|src|srcset|style|class|classList|add|remove|document|window|console|log)$/

/** By what a script could know this image: names of its own and of what is around it, and the functions its handlers call. */
const wordsOf = (image: ElementSketch, attributes: OwnAttributes): Set<string> => {
  const words = new Set<string>()
  for (let at: ElementSketch | null = image; at !== null; at = at.parent) {
    if (at.id) words.add(at.id)
    for (const name of at.classes) words.add(name)
  }
  for (const [name, value] of attributes) {
    if (name.startsWith('data-')) {
      words.add(name)
      words.add(`dataset.${name.slice(5).replace(/-(\w)/g, (_, c: string) => c.toUpperCase())}`)
    }
    if (isHandler(name)) for (const [word] of value.matchAll(/[a-z_$][\w$]+/gi)) if (!COMMON.test(word)) words.add(word)
  }
  return words
}

const mentions = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w$-])${escapePattern(word)}(?![\\w$-])`).test(text)
