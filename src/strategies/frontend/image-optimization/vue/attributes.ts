import { attributeOf, isUncompiled } from './elements.js'
import type { Target } from './target.js'
import type { VueElement } from './template.js'

/** What moves to the element that is now in the image's place. */
export const MOVED = /^(?:v-if|v-else-if|v-else|v-for|(?::|v-bind:)?key)$/
/** Directives of Vue's own that say nothing of what is around the element. */
const KEPT = /^v-(?:bind:|on:|on$|show$|cloak$)|^[:@]/

/** Why an image is left alone, as what is written on it says. */
export const reasonOfItsOwn = (image: VueElement, target: Target): string | null => {
  if (isUncompiled(image)) return '`v-pre` keeps Vue from reading it'
  for (const { name } of image.attributes) {
    if (name === 'v-bind' || /^(?::|v-bind:)\[/.test(name)) return `\`${name}\` may set its address`
    if (/^(?::|v-bind:|\.)?(?:srcset|sizes)(?:\.|$)/.test(name)) return 'it already names several sources'
    if (/^(?::|v-bind:|\.)src\.|^\.src$/.test(name)) return `\`${name}\` computes its address`
    if (/^(?::|v-bind:)?is$/.test(name)) return `\`${name}\` makes another element of it`
    if (/^v-(?:once|memo)$/.test(name) && target.kind === 'data') return `\`${name}\` keeps it as it was first`
    if (name.startsWith('v-') && !MOVED.test(name) && !KEPT.test(name) && !/^v-(?:once|memo)$/.test(name))
      return `\`${name}\` may do anything with it`
  }
  const addresses = image.attributes.filter(({ name }) => /^(?::|v-bind:)?src$/.test(name))
  return addresses.length > 1 ? 'it has two addresses' : null
}

/** As `treat` reads them: what moves with the wrapper is none of the image's, and an address that is computed is known here. */
export const attributesOf = (image: VueElement): Map<string, string> => {
  const attributes = new Map<string, string>()
  for (const { name, value } of image.attributes)
    if (!MOVED.test(name) && !/^(?::|v-bind:)(?:src|class)$/.test(name)) attributes.set(name.toLowerCase(), value ?? '')
  const computed = attributeOf({ attributes: image.attributes.filter(a => a.name !== 'class') }, 'class')
  // What may be one of its classes is taken for one.
  const words = computed?.attribute.value?.match(/[\w-]+/g)?.join(' ')
  if (words !== undefined) attributes.set('class', `${attributes.get('class') ?? ''} ${words}`)
  return attributes
}

/** When it is fetched, as it says itself; '' where that is computed, null where nothing is said. */
export const loadingOf = (image: VueElement): string | null => {
  const loading = attributeOf(image, 'loading')
  return loading === null ? null : loading.bound ? '' : (loading.attribute.value ?? '')
}
