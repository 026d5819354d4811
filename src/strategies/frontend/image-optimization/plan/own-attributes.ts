/** An element's attributes as its source writes them: names in lower case, values as text (an expression's own source in JSX). */
export type OwnAttributes = ReadonlyMap<string, string>

/** `src` (or `srcset`, or the class of all attributes) bound by a template language beside the literal one. */
const BOUND_SOURCE =
  /^(?::|v-bind:|x-bind:|th:|data-th-|bind:|ng-|data-ng-|ng-attr-|\.|@bind-|\[(?:attr\.)?)(?:ng-)?src(?:set)?(?:\.\w+)*\]?$|^ngsrc(?:set)?$/
/** Bindings of whole objects of attributes. */
const BOUND_OBJECT = /^(?:v-bind|x-bind|th:attr|data-th-attr|th:attrappend)$/
/** Where lazy loaders and their like keep the address that they will show. */
const LATER_SOURCE =
  /^(?:v-lazy|data-(?:src|srcset|src-[\w-]+|lazy|lazy-[\w-]+|lazyload|original|echo|ll-src|ll-srcset|flickity-lazyload|splide-lazy|retina|at2x))$/
const LATER_CLASS = /(?:^|\s)(?:lazy|lazyload|lazyloaded|lazyloading|b-lazy|swiper-lazy|owl-lazy|lozad)(?=\s|$)/
/** A script's assignment to an address, wherever it stands in a text. */
export const WRITES_SOURCE =
  /\.\s*src(?:set)?\s*=(?!=)|\[\s*(['"`])src(?:set)?\1\s*\]\s*=(?!=)|\b(?:setAttribute(?:NS)?|attr|prop)\s*\(\s*(?:null\s*,\s*)?(['"`])src(?:set)?\2\s*,|\bassign\s*\([^)]*\bsrc(?:set)?\s*:|\b(?:attr|prop)\s*\(\s*\{[^}]*\bsrc(?:set)?\b/i

/**
 * Why the address that stands in an element's source is not the last it will show, as its own attributes say; null where they do not. Once
 * there are sources beside it, whatever changes `src` changes nothing that is seen.
 */
export const changesItsAddress = (attributes: OwnAttributes): string | null => {
  for (const [name, value] of attributes) {
    if (BOUND_SOURCE.test(name)) return `\`${name}\` computes its address`
    if (BOUND_OBJECT.test(name) && /^(?:v-|x-)bind$|\bsrc(?:set)?\b/.test(value || name))
      return `\`${name}\` may set its address`
    if (name === 'data-bind' && /\bsrc\b/.test(value)) return '`data-bind` sets its address'
    if (LATER_SOURCE.test(name)) return `\`${name}\` holds an address that a script will show instead`
    if ((name === 'class' || name === 'classname') && LATER_CLASS.test(value))
      return 'its class is that of a lazy loader, which will change its address'
    if (isHandler(name) && WRITES_SOURCE.test(value)) return `its own \`${name}\` changes its address`
  }
  return null
}

/** Attributes that hold a script or a function: `onload`, `@click`, `(error)`, `ref={…}`. */
export const isHandler = (name: string): boolean => /^(?:on|@|v-on:|x-on:|\(|ref$)/.test(name)

/** Directives that repeat an element, or that count on what stands beside it. */
const PLACED =
  /^(?:v-(?:if|else|else-if|for)|\*ngfor|ng-repeat|data-ng-repeat|th:each|data-th-each|tal:repeat|slot|x-transition.*)$/

/** Why an element cannot be put inside another, as its own attributes say; null where nothing is in the way. */
export const staysWhereItIs = (attributes: OwnAttributes): string | null => {
  for (const name of attributes.keys())
    if (PLACED.test(name)) return `\`${name}\` belongs to its place among its siblings`
  return null
}
