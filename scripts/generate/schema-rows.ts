import { z } from 'zod'

/** A key of a configuration: where it stands, what it takes, and what the stock manifest says. */
export interface SchemaRow {
  /** Names that are the user's own read `*`. */
  readonly key: string
  readonly takes: string
  readonly stock: string
}

type Json = { readonly [key: string]: unknown }

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp)

const code = (value: unknown): string => `\`${value instanceof RegExp ? String(value) : JSON.stringify(value)}\``

const bounds = ({ minimum, exclusiveMinimum, maximum }: Json): string =>
  [
    typeof minimum === 'number' ? `at least ${minimum}` : '',
    typeof exclusiveMinimum === 'number' ? `more than ${exclusiveMinimum}` : '',
    typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? `at most ${maximum}` : '',
  ]
    .filter(text => text !== '')
    .join(', ')

/** What a JSON Schema takes, in words. */
function takes(schema: Json): string {
  if ('const' in schema) return code(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map(code).join(', ')
  if (Array.isArray(schema.anyOf)) return [...new Set((schema.anyOf as Json[]).map(takes))].join(', ')
  if (schema.type === 'array') return `a list: ${isObject(schema.items) ? takes(schema.items) : 'anything'}`
  if (schema.type === 'number' || schema.type === 'integer') {
    const limits = bounds(schema)
    return `${schema.type === 'integer' ? 'a whole number' : 'a number'}${limits && ` (${limits})`}`
  }
  if (schema.type === 'boolean') return '`true`, `false`'
  if (schema.type === 'string') return 'a text'
  return schema.type === 'object' ? 'an object' : 'a pattern or a function'
}

function stockOf(value: unknown): string {
  if (value === undefined) return ''
  return isObject(value) ? '' : code(value)
}

function rows(schema: Json, place: string, stock: readonly unknown[]): SchemaRow[] {
  const inner = (key: string) =>
    stock.flatMap(value => (isObject(value) && Object.hasOwn(value, key) ? [value[key]] : []))
  const at = (key: string) => (place === '' ? key : `${place}.${key}`)
  if (isObject(schema.properties))
    return Object.entries(schema.properties).flatMap(([key, value]) => rows(value as Json, at(key), inner(key)))
  if (isObject(schema.additionalProperties))
    return rows(
      schema.additionalProperties,
      at('*'),
      stock.flatMap(value => (isObject(value) ? Object.values(value) : [])),
    )
  const options = Array.isArray(schema.anyOf) ? (schema.anyOf as Json[]) : []
  const objects = options.filter(({ properties, additionalProperties }) => isObject(properties ?? additionalProperties))
  const plain = options.filter(option => !objects.includes(option))
  if (objects.length > 0)
    return [
      ...(plain.length > 0 && place !== '' ? [{ key: place, takes: takes({ anyOf: plain }), stock: '' }] : []),
      ...objects.flatMap(option => rows(option, place, stock)),
    ]
  return [{ key: place, takes: takes(schema), stock: [...new Set(stock.map(stockOf))].filter(Boolean).join(', ') }]
}

/** Every key that a strict schema takes, in its order. */
export function schemaRows(schema: z.ZodType, place: string, stock: unknown): SchemaRow[] {
  const found = rows(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as Json, place, [stock])
  return [...new Map(found.map(row => [row.key, row])).values()]
}
