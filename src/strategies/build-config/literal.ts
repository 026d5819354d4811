/** A value as JavaScript source, patterns included. */
export const literal = (value: unknown, indent = ''): string => {
  if (value instanceof RegExp) return String(value)
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`
  if (typeof value !== 'object' || value === null) return String(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map(item => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name))
  return `{\n${entries.map(([name, item]) => `${inner}${key(name)}: ${literal(item, inner)},\n`).join('')}${indent}}`
}
