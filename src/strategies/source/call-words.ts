// What calls do, told by the words that libraries and browsers use for them.

/** Calls on the page or a part of it that leave it as it is. */
export const HARMLESS_METHODS =
  /^(getItem|matchMedia|getElementById|querySelector|querySelectorAll|getElementsBy\w+|createElement|createElementNS|createDocumentFragment|createTextNode|getAttribute|get|has|toString)$/
/** Calls that make another value of a text or a list, where that value is kept. */
export const PURE_METHODS =
  /^(slice|split|trim\w*|toLowerCase|toUpperCase|startsWith|endsWith|includes|indexOf|match|matchAll|replaceAll|substring|substr|charAt|padStart|padEnd|repeat|at|flat|flatMap|reduce|localeCompare|toFixed|toLocaleString|valueOf|getTime|map|filter|find|some|every|join|concat|closest|contains|test|exec|keys|values|entries)$/
/** Calls that change what they are called on, by the words that libraries use for it. */
export const CHANGING_METHODS =
  /^(subscribe|on|once|add\w*|register\w*|use|set\w*|init\w*|extend|config\w*|locale|install|inject\w*|listen|start|mount|render|define\w*|load)$/
/** Of `Object` and `Reflect`: they change what they are given first. */
export const CHANGES_ARGUMENT =
  /^(assign|defineProperty|defineProperties|setPrototypeOf|freeze|seal|set|deleteProperty)$/
/** Call what they are given at once, for each of theirs. */
export const CALLS_FOR_EACH = /^(forEach|map|flatMap|filter|reduce|reduceRight|some|every|find|findIndex|sort|from)$/
export const SETTLES = /^(then|catch|finally)$/
export const OWN_METADATA = /^(displayName|propTypes|defaultProps|contextTypes|childContextTypes|contextType)$/
/** Libraries whose values are parts of the page. */
export const PAGE_LIBRARIES = /^(jquery|cash-dom|zepto|umbrellajs)(\/|$)/
