/** What a library that renders JSX makes of an element's style. */
export interface JsxLibrary {
  /** How a style is written where there is none: a text, or an object. */
  readonly styles: 'text' | 'object'
  /** The key of `aspect-ratio` in a style that is an object. */
  readonly ratioProperty: string
  /** Whether styles are set by script, which no policy forbids; else they come as markup. */
  readonly stylesByScript: boolean
}

const OBJECTS: JsxLibrary = { styles: 'object', ratioProperty: 'aspectRatio', stylesByScript: true }
// Its elements are cloned from markup, and styles that are known at build time are part of it.
const SOLID: JsxLibrary = { styles: 'text', ratioProperty: "'aspect-ratio'", stylesByScript: false }

const KNOWN: Readonly<Record<string, JsxLibrary>> = { react: OBJECTS, preact: OBJECTS, vue: OBJECTS, 'solid-js': SOLID }

/** The library that renders a project's JSX, by the names of its packages; null where none or no single way of writing is known. */
export const jsxLibrary = (packages: ReadonlySet<string>): JsxLibrary | null => {
  const found = new Set(Object.entries(KNOWN).flatMap(([name, library]) => (packages.has(name) ? [library] : [])))
  return found.size === 1 ? [...found][0]! : null
}
