import {
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  EnumType,
  SchemaGenerator,
} from 'ts-json-schema-generator'
import { z } from 'zod'
import { METRIC_NAMES } from '../../src/model/metrics.js'
import { implementationSchema } from '../../src/model/schema/implementation.js'
import {
  CHECK_SCHEMA,
  CHECK_VERSION,
  COMPARISON_SCHEMA,
  COMPARISON_VERSION,
  OPTIONAL_PICTURES,
  REPORT_SCHEMA,
  REPORT_VERSION,
} from '../../src/report/json.js'
import { STRATEGIES } from '../../src/strategies/registry.generated.js'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Node = { [key: string]: Json }

/** Something that is written as JSON, by the type that it has in the code. */
interface Written {
  readonly type: string
  /** Where the type is, in the repository. */
  readonly file: string
  readonly id: string
  readonly version: number
  readonly title: string
}

const REPORT: Written = {
  type: 'OptimizationAutomationReport',
  file: 'src/model/session.ts',
  id: REPORT_SCHEMA,
  version: REPORT_VERSION,
  title: 'Report of a Tunewright session',
}

const COMPARISON: Written = {
  type: 'Proving',
  file: 'src/model/proving.ts',
  id: COMPARISON_SCHEMA,
  version: COMPARISON_VERSION,
  title: 'Report of a Tunewright comparison',
}

const CHECK: Written = {
  type: 'BuildCheck',
  file: 'src/model/check.ts',
  id: CHECK_SCHEMA,
  version: CHECK_VERSION,
  title: 'Check of a build by Tunewright',
}

/** Numbers that are written as null where they are not finite: a bound that nothing bounds, a per cent of nothing. */
const MAY_BE_UNBOUNDED: Readonly<Record<string, readonly string[]>> = {
  Effect: ['estimate', 'low', 'high'],
  HeadlineChange: ['change', 'low', 'high'],
}

/** The JSON Schema (draft 2020-12) of a report as `reportToJson` writes it. */
export const reportSchema = (root: string): string => schemaOf(root, REPORT)

/** The same of a comparison as `comparisonToJson` writes it. */
export const comparisonSchema = (root: string): string => schemaOf(root, COMPARISON)

/** The same of a check as `checkToJson` writes it. */
export const checkSchema = (root: string): string => schemaOf(root, CHECK)

function schemaOf(root: string, written: Written): string {
  const definitions = definitionsOf(root, written)
  for (const [name, fields] of Object.entries(MAY_BE_UNBOUNDED)) {
    const properties = (definitions[name] as Node | undefined)?.properties as Node | undefined
    if (properties === undefined) continue
    for (const field of fields) properties[field] = { ...(properties[field] as Node), type: ['number', 'null'] }
  }
  if ('ImplementationLogic' in definitions) definitions.ImplementationLogic = implementations()
  const { [written.type]: whole, ...others } = definitions as { [key: string]: Node }
  const { properties, required, ...rest } = whole!
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: written.id,
    title: written.title,
    ...rest,
    properties: {
      $schema: { const: written.id },
      version: {
        const: written.version,
        description: 'Counts up when a field is renamed, removed or means something else.',
      },
      ...(properties as Node),
    },
    required: ['$schema', 'version', ...(required as string[])],
    $defs: others,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function definitionsOf(root: string, { type, file }: Written): Node {
  const config: CompletedConfig = {
    ...DEFAULT_CONFIG,
    path: `${root}/${file}`,
    tsconfig: `${root}/tsconfig.json`,
    type,
    skipTypeCheck: true,
    functions: 'hide',
    sortProps: false,
  }
  const program = createProgram(config)
  // The names of metrics are the keys of a call's result, which the generator cannot follow; everything else it reads from the types.
  const parser = createParser(program, config, chain => {
    chain.addNodeParser({
      supportsNode: node => node.parent !== undefined && /^keyof typeof METRICS$/.test(textOf(node)),
      createType: () => new EnumType('MetricName', [...METRIC_NAMES]),
    })
  })
  const { definitions } = new SchemaGenerator(program, parser, createFormatter(config), config).createSchema(type)
  return modern(JSON.parse(JSON.stringify(definitions)) as Json) as Node
}

function textOf(node: { getText(): string; readonly pos: number }): string {
  // Nodes that the compiler made up have no text.
  return node.pos < 0 ? '' : node.getText()
}

const plainName = (name: string): string => decodeURIComponent(name).replace(/<.*$/, '')

/** From draft 7 to 2020-12, names without type parameters, pictures optional. */
function modern(value: Json): Json {
  if (Array.isArray(value)) return value.map(modern)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => {
      if (key === '$ref') return [key, `#/$defs/${plainName(String(item).replace('#/definitions/', ''))}`]
      if (key === 'required' && Array.isArray(item))
        return [key, item.filter(name => !OPTIONAL_PICTURES.has(String(name)))]
      if (key === 'items' && Array.isArray(item)) return ['prefixItems', item.map(modern)]
      return [plainName(key), modern(item)]
    }),
  )
}

/** What each strategy's folder adds to the types by declaration merging is read from its schemas. */
function implementations(): Node {
  const schema = implementationSchema(
    STRATEGIES.map(({ manifest, configurationSchema, automationSchema }) => ({
      type: manifest.implementation.type,
      configuration: configurationSchema,
      automation: automationSchema,
    })),
  )
  const written = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // Regular expressions are written as their source.
      if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'string'
    },
  })
  const { $schema: _, ...definition } = JSON.parse(JSON.stringify(written)) as Node
  return definition
}
