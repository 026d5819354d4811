import type { Budget, BudgetCondition, BudgetStatistic } from '../../model/budget.js'
import type { BudgetCheck, MissingBase, Weight } from '../../model/check.js'
import { budgetCondition } from '../../model/schema/budget.js'
import { compare, type ParsedCondition } from '../../model/schema/condition.js'
import { formatBytes, formatPercentage } from '../../report/format.js'
import type { ReadBuild } from './causes.js'
import { matchFiles } from './match-files.js'
import type { OutputFile } from './read-output.js'
import { entryWeights, isBelow, isOfPackage, modulesWeight, sumOf } from './weights.js'

/** A build with the files that globs of budgets match in it. */
export interface GlobbedBuild extends ReadBuild {
  readonly globbed: ReadonlyMap<string, ReadonlySet<string>>
}

/** One thing that a budget is about. */
interface Subject {
  readonly name: string
  /** null: it is not there. */
  readonly now: Measured | null
  /** null: it was not there; undefined: not known. */
  readonly before: Measured | null | undefined
  readonly entry?: string
  readonly paths?: readonly string[]
}

interface Measured extends Weight {
  readonly count: number
}

/** A budget's subjects, or why there are none. */
type Subjects = readonly Subject[] | { readonly void: string }

const conditionsOf = ({ must }: Budget): readonly BudgetCondition[] => [must].flat()

const NOTHING: Measured = { size: 0, gzip: 0, count: 0 }

const measured = (files: readonly OutputFile[]): Measured => ({ ...sumOf(files), count: files.length })

const NO_BUNDLER = 'no bundler that is read (webpack, Vite, Rollup, Rolldown, esbuild) made this build'

function entrySubjects(entry: string, after: GlobbedBuild, before: GlobbedBuild | null): Subjects {
  if (after.reading === null) return { void: NO_BUNDLER }
  const all = entryWeights(after, before)
  const asked = entry === '*' ? all : all.filter(({ name }) => name === entry)
  if (asked.length === 0) {
    const names = all.map(({ name }) => name)
    return {
      void: `there is no entry ${entry}; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ') || 'none'}`,
    }
  }
  const was = before?.reading ? entryWeights(before, null) : null
  return asked.map(({ name, files, size, gzip }) => {
    const then = was?.find(one => one.name === name)
    return {
      name: `entry ${name}`,
      entry: name,
      now: { size, gzip, count: files.length },
      before: was === null ? undefined : then ? { ...then, count: then.files.length } : null,
    }
  })
}

function fileSubjects(
  budget: Budget,
  title: string,
  [after, before]: readonly [readonly OutputFile[], readonly OutputFile[] | null],
  all: readonly [GlobbedBuild, GlobbedBuild | null],
): Subjects {
  if (after.length === 0 && !forbids(budget)) {
    const was = before !== null && before.length > 0 ? ' (the base has some)' : ''
    return { void: `the output has no ${title}${was}` }
  }
  if (budget.each !== true)
    return [
      {
        name: title,
        now: measured(after),
        before: before === null ? undefined : measured(before),
        paths: after.map(({ path }) => path),
      },
    ]
  // A file may have had a name that the glob does not match.
  const matched = all[1] === null ? null : matchFiles(all[1].files, all[0].files)
  return after.map(file => {
    const was = matched?.get(file)
    return {
      name: file.path,
      paths: [file.path],
      now: measured([file]),
      before: matched === null ? undefined : was === undefined ? null : measured([was]),
    }
  })
}

const KIND_NAMES = {
  script: 'scripts',
  style: 'styles',
  page: 'pages',
  image: 'images',
  font: 'fonts',
  other: 'other files',
}

const GROWTHS: ReadonlySet<BudgetStatistic> = new Set(['growth', 'gzip-growth'])

/** Whether nothing at all is what is asked for: a package that must not come in, files that must not be there. */
const forbids = (budget: Budget): boolean =>
  conditionsOf(budget)
    .map(budgetCondition)
    .every(({ statistic, value, operator }) => !GROWTHS.has(statistic) && value === 0 && operator !== '<')

function moduleSubjects(budget: Budget, after: GlobbedBuild, before: GlobbedBuild | null): Subjects {
  const title = budget.package === undefined ? `own code in ${budget.folder}` : `package ${budget.package}`
  if (after.reading === null) return { void: NO_BUNDLER }
  const isPart = budget.package === undefined ? isBelow(budget.folder ?? '') : isOfPackage(budget.package)
  const counted = (build: GlobbedBuild): Measured | null => {
    const weight = modulesWeight(build, isPart)
    return weight === null ? null : { ...weight, count: 0 }
  }
  const now = counted(after)
  if (now === null && !forbids(budget)) return { void: `the bundle holds nothing of ${title}` }
  return [{ name: title, now: now ?? NOTHING, before: before?.reading ? (counted(before) ?? NOTHING) : undefined }]
}

function subjectsOf(budget: Budget, after: GlobbedBuild, before: GlobbedBuild | null): Subjects {
  const { entry, kind, files } = budget
  const all = [after, before] as const
  const ofBoth = (isOf: (build: GlobbedBuild, file: OutputFile) => boolean) => {
    const within = (build: GlobbedBuild) => build.files.filter(file => isOf(build, file))
    return [within(after), before && within(before)] as const
  }
  if (entry !== undefined) return entrySubjects(entry, after, before)
  if (kind !== undefined)
    return fileSubjects(
      budget,
      KIND_NAMES[kind],
      ofBoth((_, file) => file.kind === kind),
      all,
    )
  if (files !== undefined) {
    const isMatched = (build: GlobbedBuild, file: OutputFile) => build.globbed.get(files)?.has(file.path) === true
    return fileSubjects(budget, `files ${files}`, ofBoth(isMatched), all)
  }
  return moduleSubjects(budget, after, before)
}

const ofSize = (statistic: BudgetStatistic): 'size' | 'gzip' =>
  statistic === 'gzip' || statistic === 'gzip-growth' ? 'gzip' : 'size'

/** What is judged of a subject now; null where a growth is not known. */
function judgedValue(
  { statistic, unit }: ParsedCondition<BudgetStatistic>,
  now: Measured,
  before: Measured | null | undefined,
) {
  if (statistic === 'count') return now.count
  const is = now[ofSize(statistic)]
  if (statistic === 'size' || statistic === 'gzip') return is
  if (before === undefined) return null
  const was = (before ?? NOTHING)[ofSize(statistic)]
  // From nothing, every byte is more than any share of it.
  return unit === 'bytes' ? is - was : was === 0 ? (is === 0 ? 0 : Number.POSITIVE_INFINITY) : is / was - 1
}

const NAMES: Readonly<Record<BudgetStatistic, (value: string) => string>> = {
  size: value => `weighs ${value}`,
  gzip: value => `weighs ${value} after gzip`,
  growth: value => `grew by ${value}`,
  'gzip-growth': value => `grew by ${value} after gzip`,
  count: value => `is ${value}`,
}

const unitOf = ({ statistic, unit }: ParsedCondition<BudgetStatistic>): BudgetCheck['unit'] =>
  statistic === 'count' ? 'files' : unit === 'ratio' ? 'ratio' : 'bytes'

/** @returns e.g. `71.2 kB`, `5.0 %`, `12 files`; with the bytes where they round to the other's text */
function shown(value: number, unit: BudgetCheck['unit'], beside?: number): string {
  if (unit === 'files') return `${value} ${value === 1 ? 'file' : 'files'}`
  if (unit === 'ratio') return value === Number.POSITIVE_INFINITY ? 'all of it (it is new)' : formatPercentage(value)
  const text = formatBytes(value)
  return beside !== undefined && value !== beside && text === formatBytes(beside)
    ? `${value.toLocaleString('en-US')} B`
    : text
}

function judge(
  index: number,
  budget: Budget,
  condition: BudgetCondition,
  subject: Subject,
  base: MissingBase | null,
): BudgetCheck {
  const parsed = budgetCondition(condition)
  const { statistic, operator, value: limit } = parsed
  const unit = unitOf(parsed)
  const now = subject.now ?? NOTHING
  const value = judgedValue(parsed, now, subject.before)
  const isOneOfMany = budget.each === true || budget.entry === '*'
  const name = budget.name === undefined ? subject.name : isOneOfMany ? `${budget.name}: ${subject.name}` : budget.name
  const told = {
    budget: index,
    setting: budget,
    condition,
    statistic,
    subject: name,
    limit,
    unit,
    ...(subject.entry !== undefined && { entry: subject.entry }),
    ...(subject.paths && { paths: subject.paths }),
  }
  if (value === null) {
    const why = base === null ? 'the base was made by no bundler that is read' : base.missing
    return {
      ...told,
      outcome: base?.inOrder ? 'unjudged' : 'void',
      value: null,
      brokenBefore: null,
      reason: `growth is not judged: ${why}`,
    }
  }
  const isKept = compare(value, operator, limit)
  const was =
    GROWTHS.has(statistic) || subject.before === undefined
      ? null
      : judgedValue(parsed, subject.before ?? NOTHING, undefined)
  const brokenBefore = was === null ? null : !compare(was, operator, limit)
  const by = isKept ? '' : brokenBefore === true ? `; the base broke it too (${shown(was ?? 0, unit)})` : ''
  const from = was === null || was === value || brokenBefore === true ? '' : `, ${shown(was, unit)} in the base`
  return {
    ...told,
    outcome: isKept ? 'kept' : 'broken',
    value: Number.isFinite(value) ? value : null,
    brokenBefore,
    reason: `${NAMES[statistic](shown(value, unit, limit))} (${operator} ${shown(limit, unit, value)})${from}${by}`,
  }
}

/**
 * Holds budgets against a build.
 * @param base why there is nothing to compare with, where there is not
 */
export function checkBudgets(
  budgets: readonly Budget[],
  after: GlobbedBuild,
  before: GlobbedBuild | null,
  base: MissingBase | null,
): BudgetCheck[] {
  return budgets.flatMap((budget, index) => {
    const subjects = subjectsOf(budget, after, before)
    return conditionsOf(budget).flatMap((condition): BudgetCheck[] => {
      if (!('void' in subjects)) return subjects.map(subject => judge(index, budget, condition, subject, base))
      const parsed = budgetCondition(condition)
      return [
        {
          budget: index,
          setting: budget,
          condition,
          statistic: parsed.statistic,
          subject: budget.name ?? subjectTitle(budget),
          outcome: 'void',
          value: null,
          limit: parsed.value,
          unit: unitOf(parsed),
          brokenBefore: null,
          reason: `is no limit on anything: ${subjects.void}`,
        },
      ]
    })
  })
}

const subjectTitle = ({ entry, kind, files, package: name, folder }: Budget): string => {
  if (entry !== undefined) return entry === '*' ? 'every entry' : `entry ${entry}`
  if (kind !== undefined) return KIND_NAMES[kind]
  if (files !== undefined) return `files ${files}`
  return name === undefined ? `own code in ${folder}` : `package ${name}`
}
