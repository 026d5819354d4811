/** The global object, as it is written. */
const GLOBAL_OBJECT = '(?:window|self|globalThis|top)'

/** Without a receiver, or with one that is the global object: images and requests have a `load` of their own. */
const ON_GLOBAL = String.raw`(?:\b${GLOBAL_OBJECT}\s*\??\.\s*|(?<![\w$.]|\?\.\s*))`

const WAITS = [
  String.raw`addEventListener\(\s*['"\`]DOMContentLoaded['"\`]`,
  String.raw`${ON_GLOBAL}addEventListener\(\s*['"\`]load['"\`]`,
  String.raw`\b${GLOBAL_OBJECT}\s*\.\s*onload\s*=[^=]`,
  String.raw`\bdocument\s*\.\s*body\s*\.\s*onload\s*=[^=]`,
  String.raw`(?<![\w$.])onload\s*=(?!=)\s*(?!["'\s=])`,
  String.raw`(?<![\w$.])(?:\$|jQuery)\(\s*(?:document|window)?\s*\)\s*\.\s*(?:ready\(|load\(|on\(\s*['"\`]load\b)`,
  String.raw`(?<![\w$.])(?:\$|jQuery)\(\s*(?:async\s+)?(?:function\b|\(?[\w$]*\)?\s*=>)`,
].map(source => new RegExp(source))

/** Told of each step: a look at `readyState` within only says which step it is. */
const STEPS =
  /\bdocument\s*\.\s*onreadystatechange\s*=[^=]|\bdocument\s*\.\s*addEventListener\(\s*['"`]readystatechange['"`]/

/** Waits for an event that is over by the time a module loaded later runs; with a look at the document's state it is prepared for that. */
export const waitsForDocument = (text: string): boolean =>
  STEPS.test(text) || (WAITS.some(pattern => pattern.test(text)) && !/\bdocument\s*\.\s*readyState\b/.test(text))

const BUILT_IN = String.raw`HTML\w*|SVG\w*|Element|Node|NodeList|EventTarget|Event|CustomEvent|Document|DocumentFragment|Window|CharacterData|DOMTokenList|XMLHttpRequest|Storage|History|Location|String|Array|Number|Boolean|Date|Function|Object|RegExp|Promise|Symbol|Map|Set|WeakMap|WeakSet|Error|Iterator|URLSearchParams|Request|Response|\w+Array`
const EXTENSIONS = [
  new RegExp(String.raw`\b(${BUILT_IN})\.prototype(?:\.\w+|\[[^\]]+\])\s*=[^=]`, 'g'),
  new RegExp(
    String.raw`\b(?:assign|defineProperty|defineProperties|extend|set)\(\s*(?:${GLOBAL_OBJECT}\.)?(${BUILT_IN})\.prototype\b`,
    'g',
  ),
]
/** jQuery's own: plugins hand its methods to every element set, whatever the minifier has called jQuery. */
const JQUERY_METHODS = /\.fn(?:\.\w+|\[[^\]]+\])\s*=[^=]|\.fn\.extend\(|\bextend\(\s*(?:\$|jQuery|\w)\.fn\b/

/** Adds methods to built-in or element prototypes (or to jQuery), which other code may use without importing anything. */
export const extendsPrototypes = (text: string): boolean => {
  if (JQUERY_METHODS.test(text)) return true
  // Most modules have none, and the patterns below are slow to say so.
  if (!text.includes('.prototype')) return false
  return EXTENSIONS.some(pattern =>
    [...text.matchAll(pattern)].some(([, name]) => {
      // A class of the module's own that is called like a built-in one.
      return !new RegExp(String.raw`\b(?:class|function)\s+${name}\b|\b(?:var|let|const)\s+${name}\s*=`).test(text)
    }),
  )
}

/** Of the global object's own: a page that is left, and handlers. */
const BROWSERS_OWN = /^(location|name|status|opener|on[a-z]+)$/

/**
 * Names that a text puts on the global object. The branch that a bundler never takes (`global.Name = factory()`) is not meant, nor what is
 * only put there where it is missing.
 */
export const globalsSet = (text: string): readonly string[] => {
  const pattern =
    /\b(?:window|self|globalThis|global)(?:\.([A-Za-z_$][\w$]*)|\[\s*['"]([\w$]+)['"]\s*\])\s*=(?!=)(?!\s*(?:factory\b|(?:window|self|globalThis|global)\.\1\b))/g
  const names = [...text.matchAll(pattern)].map(match => match[1] ?? match[2] ?? '')
  return [...new Set(names)].filter(name => !BROWSERS_OWN.test(name))
}

/** True where a text asks the global object for a name, or calls it or takes a member of it without having made it. */
export const readsGlobal = (text: string, name: string): boolean => {
  const quoted = name.replaceAll('$', '\\$')
  if (new RegExp(`\\b(?:window|self|globalThis|global)\\s*\\??\\.\\s*${quoted}(?![\\w$])`).test(text)) return true
  const made = new RegExp(`\\b(?:var|let|const|function|class|import)\\b[^;\\n]*(?<![\\w$])${quoted}(?![\\w$])`)
  return new RegExp(`(?<![\\w$.])${quoted}\\s*(?:\\?\\.|[.(])`).test(text) && !made.test(text)
}
