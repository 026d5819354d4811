import { z } from 'zod'
import { BUDGET_STATISTICS, type Budget, type BudgetCondition, type BudgetStatistic, FILE_KINDS } from '../budget.js'
import { type ConditionReading, type ParsedCondition, readConditionOn } from './condition.js'
import { text } from './vocabulary.js'

/** What a budget may be about. */
export const BUDGET_SUBJECTS = ['entry', 'kind', 'files', 'package', 'folder'] as const

const UPPER = new Set(['<', '<=', '=='])

const isGrowth = (statistic: BudgetStatistic): boolean => statistic === 'growth' || statistic === 'gzip-growth'

/** Reads what a budget demands, without throwing. */
export function readBudgetCondition(written: string): ConditionReading<BudgetStatistic> {
  const reading = readConditionOn(written, BUDGET_STATISTICS, '"size <= 170kb" or "growth <= 5%"')
  if ('problem' in reading) return reading
  const { statistic, operator, unit, value } = reading.condition
  if (!UPPER.has(operator)) return { problem: `what has to hold, by <, <= or ==, instead of "${operator}"` }
  if (statistic === 'count') {
    return unit === null && Number.isInteger(value) && value >= 0 ? reading : { problem: 'a whole number of files' }
  }
  if (isGrowth(statistic)) {
    return unit === 'bytes' || unit === 'ratio'
      ? reading
      : { problem: `a unit with ${statistic}: b, kb, mb, or % of what the base has` }
  }
  if (unit !== 'bytes' && unit !== null) return { problem: `bytes (b, kb, mb) with ${statistic}` }
  return value >= 0 ? reading : { problem: `0 or more with ${statistic}` }
}

/** A budget's condition, which its schema has let pass, in base units. */
export function budgetCondition(written: BudgetCondition): ParsedCondition<BudgetStatistic> {
  const reading = readBudgetCondition(written)
  if ('condition' in reading) return reading.condition
  throw new TypeError(`"${written}" is no condition of a budget`)
}

const condition = z.custom<BudgetCondition>().superRefine((value: unknown, context) => {
  const reading =
    typeof value === 'string'
      ? readBudgetCondition(value)
      : { problem: 'a text, e.g. "size <= 170kb", or a list of them' }
  if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem })
})

/** `./` and a slash at the end say nothing. */
const folder = text.refine(path => !path.startsWith('/') && !path.split('/').includes('..'), {
  error: 'a folder in the project, e.g. "src/admin"',
})

const glob = text.refine(pattern => !pattern.startsWith('/') && !pattern.split('/').includes('..'), {
  error: 'a glob on paths in the output, e.g. "assets/*.css"',
})

export const budgetSchema = z
  .strictObject({
    name: text.exactOptional(),
    entry: text.exactOptional(),
    kind: z.enum(FILE_KINDS).exactOptional(),
    files: glob.exactOptional(),
    package: text.exactOptional(),
    folder: folder.exactOptional(),
    each: z.boolean().exactOptional(),
    must: z.union([condition, z.array(condition).min(1, { error: 'at least one condition' })]),
  })
  .superRefine((budget, context) => {
    const named = BUDGET_SUBJECTS.filter(subject => budget[subject] !== undefined)
    if (named.length !== 1) {
      context.addIssue({
        code: 'custom',
        message: `exactly one of ${BUDGET_SUBJECTS.join(', ')}${named.length === 0 ? '' : `, not ${named.join(' and ')}`}`,
      })
    }
    if (budget.each !== undefined && budget.kind === undefined && budget.files === undefined)
      context.addIssue({ code: 'custom', path: ['each'], message: '`each` with `kind` or `files` only' })
    for (const [index, must] of [budget.must].flat().entries()) {
      const reading = typeof must === 'string' ? readBudgetCondition(must) : null
      if (reading === null || 'problem' in reading || reading.condition.statistic !== 'count') continue
      const path = Array.isArray(budget.must) ? ['must', index] : ['must']
      const uncountable = budget.package !== undefined || budget.folder !== undefined
      if (uncountable) context.addIssue({ code: 'custom', path, message: 'a size or growth: what is counted is files' })
      if (budget.each === true)
        context.addIssue({ code: 'custom', path, message: 'a size or growth: each file is one' })
    }
  }) satisfies z.ZodType<Budget>

export const budgetList = z.array(budgetSchema)
