import {
  type BudgetCheck,
  type BuildCheck,
  brokenBudgets,
  type CheckedVersion,
  type ComparedWeight,
  type GrowthCause,
  hasBase,
} from '../model/check.js'
import { formatBytes, formatPercent } from './format.js'

export const KIND_TITLES = {
  script: 'scripts',
  style: 'styles',
  page: 'pages',
  image: 'images',
  font: 'fonts',
  other: 'other files',
} as const

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`

/** What came of a check, as a headline. */
export function checkTitle(check: BuildCheck): string {
  const { budgets } = check
  const broken = brokenBudgets(check)
  const settings = (some: readonly BudgetCheck[]) => new Set(some.map(({ budget }) => budget)).size
  const all = settings(budgets)
  if (all === 0) return 'No budgets are set'
  if (broken.length === 0) return all === 1 ? 'The budget is kept' : `All ${all} budgets are kept`
  const ofThem = settings(broken)
  return all === 1 ? 'The budget is not kept' : `${ofThem} of ${all} budgets ${ofThem === 1 ? 'is' : 'are'} not kept`
}

/** `main (1f2e3d4)`, or the commit alone where it was named by that. */
export const checkedName = ({ name, revision }: CheckedVersion): string => {
  const commit = revision.slice(0, 12)
  return revision.startsWith(name) ? commit : `${name} (${commit})`
}

/** What was held against what, or why against nothing. */
export function versionsText({ candidate, base, bundler }: BuildCheck): string {
  const by = bundler === null ? 'no bundler that is read made it' : `made by ${bundler}`
  if (hasBase(base)) return `${checkedName(candidate)} against ${checkedName(base)}; ${by}.`
  return `${checkedName(candidate)}; ${by}.`
}

/** Why nothing was compared; null where it was. */
export const uncomparedText = ({ base }: BuildCheck): string | null =>
  hasBase(base) ? null : `Nothing to compare with: ${base.missing}.`

/** How much more it weighs than in the base: e.g. `+71 kB`, `new`, `same`; empty where nothing was compared. */
export function changeText({ size, before }: ComparedWeight): string {
  if (before === undefined) return ''
  if (before === null) return 'new'
  const change = size - before.size
  return change === 0 ? 'same' : `${change > 0 ? '+' : ''}${formatBytes(change)}`
}

/** The same in per cent; empty where there is none. */
export function shareText({ size, before }: ComparedWeight): string {
  if (!before || before.size === 0 || before.size === size) return ''
  return formatPercent((size / before.size - 1) * 100)
}

/** What in the history leads to a cause; empty where that is not known. */
export function tracedText({ commits, uncommitted }: GrowthCause): string {
  const told = commits.map(({ id, subject }) => `${id} ${subject}`)
  const open = uncommitted.length === 0 ? [] : [`not committed: ${uncommitted.slice(0, 3).join(', ')}`]
  return [...open, ...told].join('; ')
}

/** What is about the same thing as a budget that is not kept. */
export function causesOf({ setting, entry, paths }: BudgetCheck, check: BuildCheck): readonly GrowthCause[] {
  const { kind, package: name, folder } = setting
  const files = new Set(paths)
  const isAbout = (cause: GrowthCause): boolean => {
    if (entry !== undefined) return cause.where === 'first-load' && cause.entries.includes(entry)
    if (name !== undefined) return cause.subject === name
    if (folder !== undefined) return cause.subject.startsWith(`${folder.replace(/\/$/, '')}/`)
    return cause.where === 'files' ? files.has(cause.subject) : kind === 'script' && setting.each !== true
  }
  return check.growth.filter(cause => cause.bytes > 0 && cause.kind !== 'rest' && isAbout(cause))
}

/** So many causes stand below a budget. */
const BELOW = 3

/** Each budget with what of its causes was not told at one before. */
export function budgetsWithCauses(
  check: BuildCheck,
): readonly { readonly budget: BudgetCheck; readonly causes: readonly GrowthCause[] }[] {
  const told = new Set<GrowthCause>()
  return check.budgets.map(budget => {
    const causes = budget.outcome === 'broken' ? causesOf(budget, check).slice(0, BELOW) : []
    const news = causes.filter(cause => !told.has(cause))
    for (const cause of news) told.add(cause)
    return { budget, causes: news }
  })
}

const OUTCOMES = { kept: '✔', broken: '✖', void: '✖', unjudged: '·' } as const

export const budgetMark = ({ outcome }: BudgetCheck): string => OUTCOMES[outcome]

/** A budget as a sentence. */
export const budgetText = ({ subject, reason }: BudgetCheck): string => `${subject} ${reason}`

/** Triggers that are set off, told as what would happen. */
export const triggerText = ({ optimizer, fires, reason, value }: BuildCheck['triggers'][number]): string =>
  fires
    ? `${optimizer} would be set off: ${reason}`
    : `${optimizer} ${value === null ? 'is not judged' : 'is not set off'}: ${reason}`

export const filesText = (files: number): string => count(files, 'file', 'files')
