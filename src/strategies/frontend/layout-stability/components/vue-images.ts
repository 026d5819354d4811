import { html, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Dimensions } from '../../../html/choose-dimensions.js'
import { attribute, elements } from '../../../html/elements.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import { importsOfComponent } from '../../../source/vue.js'
import { addressOf, type WrittenAddress } from './image-address.js'
import type { ImageElement, Insertion } from './image-element.js'
import { bound, expressionOf, has } from './vue-attributes.js'
import { ratioCall, ratioOf } from './vue-style.js'
import { addressesIn, mayBeEmpty } from './written-address.js'

/**
 * The `<img>` elements of a single-file component's template.
 * @returns why it cannot be read, as a sentence's end
 */
export const vueImages = (path: string, text: string): readonly ImageElement[] | string => {
  const root = parseFragment(text, { sourceCodeLocationInfo: true })
  const template = root.childNodes.find(
    (node): node is Tree.Template => 'tagName' in node && node.tagName === 'template',
  )
  if (template === undefined || !/<img\b/i.test(text)) return []
  if (attribute(template, 'lang') !== undefined && attribute(template, 'lang') !== 'html')
    return `its template is written in ${attribute(template, 'lang')}`
  const imports = importsOfComponent(path, text)
  return elements(template.content)
    .filter(one => one.tagName === 'img' && one.sourceCodeLocation)
    .flatMap(image => imageOf(image, text, name => imports.get(name)) ?? [])
}

/** The compiler makes imports of what a static address names beside the component. */
const staticAddress = (address: string): WrittenAddress =>
  /^(?:\.{1,2}\/|[@~])/.test(address)
    ? { kind: 'import', specifier: address.replace(/^~\/?/, '') }
    : addressOf([address])

const imageOf = (
  image: Tree.Element,
  text: string,
  importedFrom: (name: string) => string | undefined,
): ImageElement | null => {
  const literal = attribute(image, 'src')
  const code = bound(image, 'src')
  if (literal === undefined && code === undefined) return null
  const expression = code === undefined ? null : expressionOf(code)
  const width = attribute(image, 'width')
  const isPixels = width !== undefined && /^[1-9]\d*$/.test(width)
  const at = image.sourceCodeLocation!
  const style = at.attrs?.style
  const opened =
    style === undefined ? undefined : /^style\s*=\s*["']/i.exec(text.slice(style.startOffset, style.endOffset))
  return {
    subject: code === undefined ? `src="${literal}"` : `:src="${code}"`,
    sketch: sketchOf(image, text),
    sized: has(image, 'width') && has(image, 'height'),
    ratio: ratioOf(image, text),
    sources: {
      around: parentOf(image)?.tagName === 'picture',
      own: has(image, 'sizes') ? 'by-width' : has(image, 'srcset') ? 'other' : null,
    },
    addresses:
      code === undefined
        ? [staticAddress(literal!)]
        : expression === null
          ? [{ kind: 'unknown' }]
          : addressesIn(expression, importedFrom),
    ownWidth: isPixels ? Number(width) : has(image, 'width') ? 'other' : null,
    ownHeight: has(image, 'height'),
    obstacle: image.attrs.some(({ name }) => name === 'v-bind')
      ? '`v-bind` may give it dimensions'
      : literal === '' || (expression !== null && mayBeEmpty(expression))
        ? 'it may have no address: it would hold the place of nothing'
        : opened === null
          ? 'its style is written in a way that is not understood'
          : null,
    // Many elements in a row of which nothing changes are put into the page as markup.
    styledByScript: code !== undefined,
    write: dimensions => insertions(image, text, opened?.[0], dimensions),
  }
}

const insertions = (
  image: Tree.Element,
  text: string,
  opened: string | undefined,
  { form, width, height }: Dimensions,
): readonly Insertion[] => {
  const { startOffset, attrs } = image.sourceCodeLocation!
  const ratio = `aspect-ratio: auto ${width} / ${height}`
  const own = ratioOf(image, text)
  const added = [
    ...(form !== 'ratio' && !has(image, 'width') ? [`width="${width}"`] : []),
    ...(form === 'attributes'
      ? [`height="${height}"`]
      : opened === undefined && own === null
        ? [`style="${ratio}"`]
        : []),
  ]
  const name = /^<[a-z]+/i.exec(text.slice(startOffset))![0]
  const call = form === 'attributes' ? null : ratioCall(image, text)
  return [
    ...(added.length > 0 ? [{ at: startOffset + name.length, text: ` ${added.join(' ')}` }] : []),
    ...(call === null ? [] : [{ at: call.end, text: ` || ${call.quote}auto ${width} / ${height}${call.quote}` }]),
    ...(form === 'attributes' || opened === undefined || own !== null
      ? []
      : [{ at: attrs!.style!.startOffset + opened.length, text: `${ratio}; ` }]),
  ]
}

/** Links of Vue's router are one element. */
const LINKS = new Set(['routerlink', 'router-link', 'nuxtlink', 'nuxt-link'])
/** Render what is in them, and nothing of their own. */
const PASSING = new Set(['transition', 'keepalive', 'keep-alive', 'suspense'])

/** The element around another: to HTML, one that is closed in its own tag is around all that follows. */
const parentOf = (element: Tree.Element, text?: string): Tree.Element | null => {
  let at = element.parentNode
  while (at !== null && 'tagName' in at) {
    const tag = at.sourceCodeLocation?.startTag
    const closed = text !== undefined && tag !== undefined && text.slice(tag.startOffset, tag.endOffset).endsWith('/>')
    if (!closed && !PASSING.has(at.tagName)) return at
    at = at.parentNode
  }
  return null
}

/** Whether an element of a template is a component, by how it is written. */
const isComponent = (element: Tree.Element, text: string): boolean => {
  const name = /^<([^\s/>]+)/.exec(text.slice(element.sourceCodeLocation?.startOffset ?? 0))?.[1] ?? ''
  return /^[A-Z]/.test(name) || name.includes('-') || name === 'component' || name === 'slot'
}

const sketchOf = (element: Tree.Element, text: string): ElementSketch => {
  const parent = parentOf(element, text)
  const isLink = (one: Tree.Element): boolean => LINKS.has(one.tagName)
  const isKnown =
    parent !== null && parent.namespaceURI === html.NS.HTML && (isLink(parent) || !isComponent(parent, text))
  const id = attribute(element, 'id') ?? null
  return {
    tag: isLink(element) ? 'a' : element.tagName,
    classes: (attribute(element, 'class') ?? '').split(/\s+/).filter(Boolean),
    id,
    open:
      isLink(element) ||
      bound(element, 'class') !== undefined ||
      bound(element, 'id') !== undefined ||
      element.attrs.some(({ name }) => name === 'v-bind'),
    parent: isKnown ? sketchOf(parent, text) : null,
  }
}
