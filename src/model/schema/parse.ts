import type { z } from 'zod'
import type { BuildCheckRequest } from '../check.js'
import { TunewrightError } from '../errors.js'
import type { AutomatedOptimizer, OptimizationTrigger } from '../optimizer.js'
import type { ProvingRequest } from '../proving.js'
import type {
  OptimizationAnalysisConfig,
  OptimizationAutomationConfig,
  OptimizationContext,
  OptimizationReportConfig,
} from '../session.js'
import type { OptimizationStrategy } from '../strategy.js'
import type { TargetSystem } from '../target.js'
import { optimizationAutomationConfigSchema } from './automation-config.js'
import type { ImplementationSchema } from './implementation.js'
import { automatedOptimizerSchema, optimizationTrigger } from './optimizer.js'
import { ONLY_KEYS, type Problem, problemsOf } from './problems.js'
import {
  analysisConfigSchema,
  buildCheckRequestSchema,
  optimizationContextSchema,
  provingRequestSchema,
  reportConfigSchema,
} from './requests.js'
import { optimizationStrategySchema } from './strategy.js'
import { targetSystemSchema } from './target.js'
import { unreadableProblem } from './unreadable.js'
import { text } from './vocabulary.js'

/** A value as a message shows it: short, and never what an environment holds. */
function shown(problem: Problem): string {
  try {
    return problem.reading === undefined ? shownValue(problem) : '(cannot be read)'
  } catch {
    return '(cannot be read)'
  }
}

function shownValue({ path, value }: Problem): string {
  if (/(^|[.\]])environment\b/.test(path) && value !== undefined) return `(${typeof value}, not shown)`
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'function') return 'a function'
  if (value instanceof Promise) return 'a promise'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

const line = (problem: Problem): string => {
  const unknownKey = problem.expected.startsWith(ONLY_KEYS)
  const found = unknownKey
    ? 'is not known'
    : problem.reading !== undefined
      ? `cannot be read (${problem.reading})`
      : problem.value === undefined
        ? 'is missing'
        : `is ${shown(problem)}`
  const meant = problem.suggestion === undefined ? '' : `; did you mean "${problem.suggestion}"?`
  return `${problem.path || 'it'} ${found}: expected ${problem.expected}${meant}`
}

const remedy = ({ path, expected, suggestion }: Problem): string =>
  `${path === '' ? 'Write' : `At ${path}, write`} ${suggestion === undefined ? expected : `"${suggestion}"`}.`

/** So many problems are told: a list of the wrong things has one for each. */
const MOST_TOLD = 20

/** The value by its schema, or what is wrong with it; reading a value may itself throw (a getter, a proxy, a cycle without end). */
function held<T>(
  schema: z.ZodType<T>,
  value: unknown,
  prepare: (value: unknown) => unknown,
): { data: T } | { problems: readonly Problem[]; cause: unknown } {
  try {
    const prepared = prepare(value)
    const result = schema.safeParse(prepared)
    if (result.success) return { data: result.data }
    return { problems: problemsOf(schema, prepared, result.error.issues), cause: result.error }
  } catch (cause) {
    return { problems: [unreadableProblem(value, cause)], cause }
  }
}

/**
 * Holds a value against a schema.
 * @param subject what the value is, for the message, e.g. `optimizer "bundle-optimizer"`.
 * @param prepare what is done to the value first.
 * @throws TunewrightError INPUT_INVALID with a line per problem: path, value, what was expected, what was probably meant.
 */
export function parseWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  subject: string,
  prepare: (value: unknown) => unknown = given => given,
): T {
  const result = held(schema, value, prepare)
  if ('data' in result) return result.data
  const { problems, cause } = result
  const [first] = problems
  const told = problems.slice(0, MOST_TOLD)
  const more = problems.length > told.length ? [`  … and ${problems.length - told.length} more`] : []
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  throw new TunewrightError(
    'INPUT_INVALID',
    `The ${subject} cannot be used (${count}):\n${[...told.map(problem => `  ${line(problem)}`), ...more].join('\n')}`,
    {
      remedy: first === undefined ? 'Correct the value.' : remedy(first),
      details: { problems: told.map(problem => ({ ...problem, value: shown(problem) })) },
      cause,
    },
  )
}

const named = (kind: string, value: unknown): string => {
  try {
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
    return typeof id === 'string' ? `${kind} ${JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id)}` : kind
  } catch {
    return kind // told with the value's other problems
  }
}

/**
 * @param implementations the schemas of the registered strategies, by `implementation.type`.
 * @throws TunewrightError INPUT_INVALID that names each path, value and what was expected.
 */
export const parseOptimizer = (value: unknown, implementations: readonly ImplementationSchema[]): AutomatedOptimizer =>
  parseWith<AutomatedOptimizer>(automatedOptimizerSchema(implementations), value, named('optimizer', value))

/** As `parseOptimizer`, for the manifest of one strategy. */
export const parseStrategy = (value: unknown, implementations: readonly ImplementationSchema[]): OptimizationStrategy =>
  parseWith<OptimizationStrategy>(optimizationStrategySchema(implementations), value, named('strategy', value))

/** As `parseOptimizer`, for a target. */
export const parseTarget = (value: unknown): TargetSystem =>
  parseWith<TargetSystem>(targetSystemSchema, value, named('target', value))

/** As `parseOptimizer`, for the configuration of a session. */
export const parseAutomationConfig = (
  value: unknown,
  implementations: readonly ImplementationSchema[],
): OptimizationAutomationConfig =>
  parseWith<OptimizationAutomationConfig>(
    optimizationAutomationConfigSchema(implementations),
    value,
    'configuration of the session',
  )

/** A copy without the keys whose value is `undefined`: `{ profiles: options.profiles }` says nothing of profiles where there are none. */
const withoutUndefined = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, withoutUndefined(entry)]])),
      )
    : value

/** As `parseOptimizer`, for what an analysis is asked. */
export const parseAnalysisConfig = (value: unknown): OptimizationAnalysisConfig =>
  parseWith<OptimizationAnalysisConfig>(analysisConfigSchema, value, 'configuration of the analysis', withoutUndefined)

/** As `parseOptimizer`, for what a report is asked. */
export const parseReportConfig = (value: unknown): OptimizationReportConfig =>
  parseWith<OptimizationReportConfig>(reportConfigSchema, value, 'configuration of the report', withoutUndefined)

/** As `parseOptimizer`, for what an optimization is carried out on. */
export const parseContext = (value: unknown): OptimizationContext =>
  parseWith<OptimizationContext>(optimizationContextSchema, value, 'context of the optimization', withoutUndefined)

/** As `parseOptimizer`, for two versions to be held against each other. */
export const parseProvingRequest = (value: unknown): ProvingRequest =>
  parseWith<ProvingRequest>(provingRequestSchema, value, 'versions to compare', withoutUndefined)

/** As `parseOptimizer`, for a build to be weighed. */
export const parseBuildCheckRequest = (value: unknown): BuildCheckRequest =>
  parseWith<BuildCheckRequest>(buildCheckRequestSchema, value, 'build to check', withoutUndefined)

/** As `parseOptimizer`, for what sets an optimization off. */
export const parseTrigger = (value: unknown): OptimizationTrigger =>
  parseWith<OptimizationTrigger>(optimizationTrigger, value, 'trigger', withoutUndefined)

/** @param kind what it is the id of. @throws TunewrightError INPUT_INVALID for anything but a text */
export const parseId = (value: unknown, kind: string): string => parseWith(text, value, `id of the ${kind}`)
