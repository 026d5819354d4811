import type { z } from 'zod'
import { TunewrightError } from '../errors.js'
import type { AutomatedOptimizer } from '../optimizer.js'
import type { OptimizationAutomationConfig } from '../session.js'
import type { OptimizationStrategy } from '../strategy.js'
import type { TargetSystem } from '../target.js'
import { optimizationAutomationConfigSchema } from './automation-config.js'
import type { ImplementationSchema } from './implementation.js'
import { automatedOptimizerSchema } from './optimizer.js'
import { ONLY_KEYS, type Problem, problemsOf } from './problems.js'
import { optimizationStrategySchema } from './strategy.js'
import { targetSystemSchema } from './target.js'

/** A value as a message shows it: short, and never what an environment holds. */
function shown({ path, value }: Problem): string {
  if (/(^|[.\]])environment\b/.test(path) && value !== undefined) return `(${typeof value}, not shown)`
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

const line = (problem: Problem): string => {
  const unknownKey = problem.expected.startsWith(ONLY_KEYS)
  const found = unknownKey ? 'is not known' : problem.value === undefined ? 'is missing' : `is ${shown(problem)}`
  const meant = problem.suggestion === undefined ? '' : `; did you mean "${problem.suggestion}"?`
  return `${problem.path || 'it'} ${found}: expected ${problem.expected}${meant}`
}

const remedy = ({ path, expected, suggestion }: Problem): string =>
  `At ${path || 'the top'}, write ${suggestion === undefined ? expected : `"${suggestion}"`}.`

/**
 * Holds a value against a schema.
 * @param subject what the value is, for the message, e.g. `optimizer "bundle-optimizer"`.
 * @throws TunewrightError INPUT_INVALID with a line per problem: path, value, what was expected, what was probably meant.
 */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, subject: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = problemsOf(schema, value, result.error.issues)
  const [first] = problems
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  throw new TunewrightError(
    'INPUT_INVALID',
    `The ${subject} cannot be used (${count}):\n${problems.map(problem => `  ${line(problem)}`).join('\n')}`,
    {
      remedy: first === undefined ? 'Correct the value.' : remedy(first),
      details: { problems: problems.map(problem => ({ ...problem, value: shown(problem) })) },
      cause: result.error,
    },
  )
}

const named = (kind: string, value: unknown): string => {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
  return typeof id === 'string' ? `${kind} ${JSON.stringify(id)}` : kind
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
