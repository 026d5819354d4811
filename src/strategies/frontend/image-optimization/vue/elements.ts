import type { ElementSketch, SiblingSketch, Siblings } from '../../../markup/selectors.js'
import type { VueAttribute, VueElement } from './template.js'

/** What is known of the project beside the file. */
export interface VueSurroundings {
  /** Whether `<RouterLink>` is that of vue-router. */
  readonly routerLinks: boolean
  /** Whether a component of this name, in this file, shows what it is given as it is. */
  showsAsGiven(component: string): boolean
}

/** Every other name is that of a component. */
const NATIVE = new Set(
  'a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select small source span strong style sub summary sup svg table tbody td textarea tfoot th thead time title tr track u ul var video wbr'.split(
    ' ',
  ),
)

/** Links of the routers people use, with the classes that they give by themselves. */
const LINKS = /^(?:RouterLink|router-link|NuxtLink|nuxt-link)$/
const LINK_CLASSES = ['router-link-active', 'router-link-exact-active', 'nuxt-link-active', 'nuxt-link-exact-active']
/** What shows its content in its own place, as if it were not there. */
const TRANSPARENT = /^(?:template|slot|Suspense|suspense|ClientOnly|client-only)$/
const TELEPORT = /^[Tt]eleport$/

export const isNative = ({ tag, attributes }: Pick<VueElement, 'tag' | 'attributes'>): boolean =>
  NATIVE.has(tag) && !attributes.some(({ name }) => /^(?::|v-bind:)?is$/.test(name))

/** What an attribute is called, and whether its value is computed: `src`, `:src`, `v-bind:src`. */
export const attributeOf = (
  element: Pick<VueElement, 'attributes'>,
  name: string,
): { readonly attribute: VueAttribute; readonly bound: boolean } | null => {
  const bindings = [`:${name}`, `v-bind:${name}`]
  const attribute = element.attributes.find(one => one.name === name || bindings.includes(one.name))
  return attribute === undefined ? null : { attribute, bound: attribute.name !== name }
}

const isSlotContent = ({ attributes }: VueElement): boolean =>
  attributes.some(({ name }) => /^(?:v-slot(?::.*)?|#.*|slot)$/.test(name))

const isPlainLink = ({ tag, attributes }: VueElement, { routerLinks }: VueSurroundings): boolean =>
  routerLinks && LINKS.test(tag) && !attributes.some(({ name }) => /^(?::|v-bind:)?(?:custom|tag)$|^v-bind$/.test(name))

/** An element of a template. @param component the file that it stands in */
export const sketchOf = (element: VueElement, component: string, around: VueSurroundings): ElementSketch => {
  const { parent } = element
  const above = parent?.tag === 'template' && !isSlotContent(parent) ? outOfTemplates(parent) : parent
  const known = above !== null && (isNative(above) || isPlainLink(above, around))
  return {
    ...alone(element, around),
    component,
    parent: known ? sketchOf(above, component, around) : null,
    siblings: known && above === parent ? siblingsOf(element, above, around) : null,
  }
}

/** `<template v-if>` is no element of the page. */
const outOfTemplates = (element: VueElement): VueElement | null => {
  let at: VueElement | null = element
  while (at !== null && at.tag === 'template' && !isSlotContent(at)) at = at.parent
  return at
}

/** What puts an element there or not, or several times. */
const COMES_AND_GOES = /^v-(?:if|else|else-if|for)$/

/** null where something else than elements that are always there stands beside it: a component, or what a directive repeats. */
const siblingsOf = (element: VueElement, parent: VueElement, around: VueSurroundings): Siblings | null => {
  const all = parent.children.filter((child): child is VueElement => child.kind === 'element')
  const isSteady = (one: VueElement): boolean =>
    isNative(one) && !one.attributes.some(({ name }) => COMES_AND_GOES.test(name))
  if (!all.every(isSteady)) return null
  const at = all.indexOf(element)
  const sketch = (one: VueElement): SiblingSketch => alone(one, around)
  return { before: all.slice(0, at).map(sketch), after: all.slice(at + 1).map(sketch) }
}

/** Classes that a component's user writes on it are those of its root. */
const isRoot = ({ parent }: VueElement): boolean => parent === null || outOfTemplates(parent) === null

const alone = (element: VueElement, around: VueSurroundings): SiblingSketch => {
  const isLink = isPlainLink(element, around)
  const text = (name: string): string => element.attributes.find(one => one.name === name)?.value ?? ''
  return {
    tag: isLink ? 'a' : element.tag,
    classes: [...text('class').split(/\s+/).filter(Boolean), ...(isLink ? LINK_CLASSES : [])],
    id: text('id') || null,
    open:
      isRoot(element) || element.attributes.some(({ name }) => /^(?::|v-bind:)(?:class|id|\[.*)$|^v-bind$/.test(name)),
  }
}

/**
 * Why a `<picture>` cannot be put around an element, by what holds it: a component may do more with what it is given than show it (give it a
 * reference, animate it), and the root of a component is given the attributes and styles that its user writes. null where nothing is in the way.
 */
export const obstacleTo = (element: VueElement, around: VueSurroundings): string | null => {
  let holder = element.parent
  while (holder !== null && TRANSPARENT.test(holder.tag)) {
    // `<template>` alone is the whole of it.
    if (holder.parent === null) break
    holder = holder.parent
  }
  if (holder === null || (holder.parent === null && holder.tag === 'template'))
    return 'it is the root of its component, which is given what the component’s users write on it'
  if (isNative(holder) || isPlainLink(holder, around) || TELEPORT.test(holder.tag)) return null
  return around.showsAsGiven(holder.tag) ? null : `\`<${holder.tag}>\` may want it as its own child`
}

/** Names that loops and slots around an element declare, and its own loop: whatever else they mean elsewhere, here they mean that. */
export const namesAround = (element: VueElement): ReadonlySet<string> => {
  const names = new Set<string>()
  for (let at: VueElement | null = element; at !== null; at = at.parent)
    for (const { name, value } of at.attributes) {
      const declared =
        name === 'v-for'
          ? (/^([\s\S]*?)\s(?:in|of)\s/.exec(value ?? '')?.[1] ?? value)
          : /^(?:v-slot(?::.*)?|#.*|slot-scope|scope)$/.test(name)
            ? value
            : null
      for (const [word] of (declared ?? '').matchAll(/[\w$]+/g)) names.add(word)
    }
  return names
}

/** Every `<img>` of a template. */
export const imagesIn = (template: VueElement): readonly VueElement[] => {
  const found: VueElement[] = []
  const visit = (element: VueElement): void => {
    if (element.tag === 'img') found.push(element)
    for (const child of element.children) if (child.kind === 'element') visit(child)
  }
  visit(template)
  return found
}

/** Whether a template's compiler leaves an element as it is written. */
export const isUncompiled = (element: VueElement): boolean => {
  for (let at: VueElement | null = element; at !== null; at = at.parent)
    if (at.attributes.some(({ name }) => name === 'v-pre')) return true
  return false
}
