import { escapePattern } from '../../../../system/escape-pattern.js'

/**
 * A regular expression for the start tag of what a lookup asks for: `document.querySelector('canvas[data-chart]')`, `…('#map')`, `…('.map')`,
 * `document.getElementById('map')`.
 * @param lookup source of the call
 * @returns the expression's source; null where more than one tag, id, class or attribute is asked for
 */
export const startTagPattern = (lookup: string): string | null => {
  const called = /^document\.(querySelector|getElementById)\(\s*['"`]([^'"`]+)['"`]\s*\)$/.exec(lookup)
  if (!called) return null
  const selector = called[1] === 'getElementById' ? `#${called[2]}` : called[2]!
  const parts = /^([a-z][\w-]*)?(?:#([\w-]+)|\.([\w-]+)|\[([\w:-]+)\])?$/i.exec(selector)
  if (!parts) return null
  const [, tag, id, className, attribute] = parts
  const start = `<${tag ? `${escapePattern(tag)}(?![\\w-])` : '[a-z][\\w-]*'}`
  const within = '[^>]*\\s'
  if (id) return `${start}${within}id=["']?${escapePattern(id)}(?![\\w-])`
  if (className) return `${start}${within}class=["'][^"'>]*(?<![\\w-])${escapePattern(className)}(?![\\w-])`
  return attribute ? `${start}${within}${escapePattern(attribute)}(?=[\\s=/>])` : tag ? start : null
}
