import type { z } from 'zod'

type Path = readonly PropertyKey[]

const definitionOf = (schema: z.core.$ZodType) => (schema as z.core.$ZodTypes)._zod.def

const valueAt = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

/** Whether a value belongs to this option of a discriminated union. */
const isOption = (option: z.core.$ZodType, discriminator: string, value: unknown): boolean => {
  const definition = definitionOf(option)
  if (definition.type !== 'object') return false
  const tag = definition.shape[discriminator]
  return tag?._zod.values?.has(valueAt(value, discriminator) as z.core.util.Primitive) ?? false
}

/**
 * The keys that a schema knows at a path of a value: what a misspelt key may have meant. Options of a union that the value's tag rules out
 * are left out; wrappers (optional, readonly, pipes) are looked through.
 */
export function knownKeys(schema: z.core.$ZodType, path: Path, value: unknown): string[] {
  const definition = definitionOf(schema)
  const [key, ...rest] = path
  switch (definition.type) {
    case 'object': {
      if (key === undefined) return Object.keys(definition.shape)
      const property = definition.shape[String(key)]
      return property === undefined ? [] : knownKeys(property, rest, valueAt(value, key))
    }
    case 'array':
      return key === undefined ? [] : knownKeys(definition.element, rest, valueAt(value, key))
    case 'record':
      return key === undefined
        ? [...(definition.keyType._zod.values ?? [])].map(String)
        : knownKeys(definition.valueType, rest, valueAt(value, key))
    case 'union': {
      const { discriminator } = definition as z.core.$ZodUnionDef & { discriminator?: string }
      const fitting = definition.options.filter(option => !discriminator || isOption(option, discriminator, value))
      return [...new Set(fitting.flatMap(option => knownKeys(option, path, value)))]
    }
    case 'optional':
    case 'nullable':
    case 'readonly':
    case 'default':
    case 'prefault':
    case 'nonoptional':
      return knownKeys(definition.innerType, path, value)
    case 'pipe':
      return knownKeys(definition.in, path, value)
    case 'lazy':
      return knownKeys(definition.getter(), path, value)
    default:
      return []
  }
}
