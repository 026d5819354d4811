import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type MagicString from 'magic-string'
import { type SourceFile, writesJsx } from '../../../source/parse.js'
import type { ReactNames } from './react-names.js'
import type { Site } from './split.js'
import type { Use } from './uses.js'

/** Keeps the height of a page while its code comes, so that what is below it does not jump. */
const PAGE_FALLBACK = `<div style={{ minHeight: '100vh' }} aria-busy="true" />`

/**
 * Where a frame holds the pages and nothing comes after them in it, nothing can jump: a height of their own would only stretch the frame for a moment, and move what shares its
 * room with them.
 */
const NO_FALLBACK = 'null'

/** The same in a file without JSX, whose build need not know any. */
const pageFallbackCall = (createElement: string): string =>
  `${createElement}('div', { style: { minHeight: '100vh' }, 'aria-busy': true })`

type RouteUse = Extract<Use, { kind: 'route-element' | 'route-component' }>

/** A page's import, and what the page itself shows while its data is on the way. */
export interface PageSite {
  readonly site: Site
  readonly loading: string | null
}

const isRouteUse = (use: Use): use is RouteUse => use.kind === 'route-element' || use.kind === 'route-component'

const routeUses = ({ site }: PageSite): RouteUse[] =>
  site.components.flatMap(component => component.uses.filter(isRouteUse))

/** The `<Routes>` or `<Switch>` that holds the route directly: nothing between them stays on the screen. */
const containerOf = (use: RouteUse): NodePath<t.JSXElement> | null => {
  const parent = use.route.path.parentPath
  if (!parent?.isJSXElement()) return null
  const name = parent.node.openingElement.name
  return name.type === 'JSXIdentifier' && (name.name === 'Routes' || name.name === 'Switch') ? parent : null
}

/** The one container of all routes, if there is one and no route in it is a layout, whose frame must stay while a page loads. */
export const commonContainer = (uses: readonly RouteUse[]): NodePath<t.JSXElement> | null => {
  const [first, ...others] = uses.map(containerOf)
  if (!first || others.some(other => other?.node !== first.node)) return null
  const nested = first.node.children.some(
    child => child.type === 'JSXElement' && child.children.some(inner => inner.type === 'JSXElement'),
  )
  return nested && uses.some(use => use.kind === 'route-element') ? null : first
}

const isShown = (child: t.JSXElement['children'][number]): boolean =>
  child.type === 'JSXText'
    ? child.value.trim() !== ''
    : child.type !== 'JSXExpressionContainer' || child.expression.type !== 'JSXEmptyExpression'

/** Whether elements of this component hold what is shown here, and it is the last in each of them. */
const isLastInFrame = (container: NodePath<t.JSXElement>): boolean => {
  let framed = false
  for (let path: NodePath = container; ; ) {
    const parent: NodePath | null = path.parentPath
    if (!parent?.isJSXElement() && !parent?.isJSXFragment()) return framed
    const { children } = parent.node
    const at = children.findIndex(child => child === path.node)
    if (at === -1 || children.slice(at + 1).some(isShown)) return false
    framed ||= parent.isJSXElement()
    path = parent
  }
}

/** Whether pages are awaited in a frame that keeps no room for them: what shares the frame's room with them then moves once they are there. */
export const awaitedWithoutRoom = (sites: readonly Site[]): boolean => {
  const uses = sites.flatMap(({ components }) => components.flatMap(component => component.uses.filter(isRouteUse)))
  const common = uses.length > 0 ? commonContainer(uses) : null
  return common !== null && isLastInFrame(common)
}

/** `component={X}` is rendered by the router itself: only something around the routes can wait for it. */
export const canWait = (use: Use): boolean =>
  use.kind !== 'route-component' || use.holder.isObjectProperty() || containerOf(use) !== null

const wrapLines = (file: SourceFile, text: MagicString, node: t.Node, open: string, close: string): void => {
  const { newline } = file.style
  const start = file.text.lastIndexOf('\n', node.start! - 1) + 1
  const indent = file.text.slice(start, node.start!)
  const inner = file.text.slice(node.start!, node.end!)
  if (!/^\s*$/.test(indent) || !inner.includes('\n')) {
    text.prependRight(node.start!, open).appendLeft(node.end!, close)
    return
  }
  const step = indent.includes('\t') ? '\t' : '  '
  const literals: [number, number][] = []
  for (let at = file.text.indexOf('`', node.start!); at !== -1 && at < node.end!; ) {
    const end = file.text.indexOf('`', at + 1)
    literals.push([at, end])
    at = end === -1 ? -1 : file.text.indexOf('`', end + 1)
  }
  for (
    let at = node.start! + inner.indexOf('\n') + 1;
    at > node.start! && at < node.end!;
    at = file.text.indexOf('\n', at) + 1
  ) {
    const blank = file.text[at] === '\n' || file.text[at] === '\r'
    if (!blank && !literals.some(([from, to]) => at > from && at < to)) text.prependRight(at, step)
  }
  text.prependRight(node.start!, `${open}${newline}${indent}${step}`)
  text.appendLeft(node.end!, `${newline}${indent}${close}`)
}

const keyAttribute = (file: SourceFile, element: t.JSXElement): string => {
  const key = element.openingElement.attributes.find(
    attribute => attribute.type === 'JSXAttribute' && attribute.name.name === 'key',
  )
  return key ? ` ${file.text.slice(key.start!, key.end!)}` : ''
}

/**
 * Puts what is loaded lazily within `Suspense`: pages as deep as possible, so that header and footer never leave the screen. A page that has a
 * loading state of its own is awaited in it, so that nothing jumps when its code is there and its data is not.
 */
export const wrapInSuspense = (
  file: SourceFile,
  text: MagicString,
  react: ReactNames,
  routes: readonly PageSite[],
  components: readonly Site[],
): void => {
  const pages = routes.flatMap(page => routeUses(page).map(use => ({ use, loading: page.loading })))
  const common = commonContainer(pages.map(({ use }) => use))
  const suspense = pages.length > 0 || components.length > 0 ? react.use('Suspense') : ''
  const opening = (loading: string | null): string => `<${suspense} fallback={${loading ?? PAGE_FALLBACK}}>`
  const forPage = opening(null)
  const close = `</${suspense}>`
  const containers = new Set<t.JSXElement>()
  for (const { use, loading } of pages) {
    if (use.kind === 'route-element' && (loading !== null || !common))
      wrapLines(file, text, use.element.node, opening(loading), close)
    else if (common) containers.add(common.node)
    else if (use.kind === 'route-component' && use.holder.isObjectProperty()) {
      const { key, value } = use.holder.node
      text.update(key.start!, key.end!, 'element')
      if (writesJsx(file)) text.prependRight(value.start!, `${opening(loading)}<`).appendLeft(value.end!, ` />${close}`)
      else {
        const create = react.use('createElement')
        const open = `${create}(${suspense}, { fallback: ${pageFallbackCall(create)} }, ${create}(`
        text.prependRight(value.start!, open).appendLeft(value.end!, '))')
      }
    } else containers.add(containerOf(use)!.node)
  }
  for (const container of containers) {
    const isLast = common !== null && container === common.node && isLastInFrame(common)
    wrapLines(file, text, container, isLast ? opening(NO_FALLBACK) : forPage, close)
  }
  // Components that are shown outside of routes, also where they are pages elsewhere.
  for (const site of [...routes.map(page => page.site), ...components]) {
    for (const { uses: all } of site.components) {
      for (const use of all) {
        if (use.kind !== 'element') continue
        const open = `<${suspense}${keyAttribute(file, use.element.node)} fallback={null}>`
        wrapLines(file, text, use.element.node, open, close)
      }
    }
  }
}
