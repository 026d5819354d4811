import type { Budget, BudgetCondition, BudgetStatistic, FileKind } from './budget.js'
import type { MetricName } from './metrics.js'
import type { OptimizationTrigger } from './optimizer.js'
import type { ProjectSide } from './proving.js'

/** What a build check works on. */
export interface BuildCheckRequest {
  /** What is checked: HEAD of its repository, or its files as they are. */
  readonly candidate: ProjectSide
  /** What it is held against, or why there is nothing. */
  readonly base: ProjectSide | MissingBase
  readonly budgets: readonly Budget[]
  /** Check the files as they are rather than HEAD. */
  readonly includeDirty?: boolean
  readonly signal?: AbortSignal
}

/** Why a build is held against nothing. */
export interface MissingBase {
  readonly missing: string
  /**
   * Whether that is in order: what is checked is the default branch itself. Where it is not, a budget of growth that cannot be judged is not
   * kept.
   */
  readonly inOrder: boolean
}

/** Bytes, uncompressed and after gzip (of what is compressed already: as it is). */
export interface Weight {
  readonly size: number
  readonly gzip: number
}

/** A weight, and what it was in the base: null where it was not there, absent where there is no base. */
export interface ComparedWeight extends Weight {
  readonly before?: Weight | null
}

/** The scripts that an entry point loads at first. */
export interface EntryWeight extends ComparedWeight {
  readonly name: string
  readonly files: readonly string[]
}

export interface KindWeight extends ComparedWeight {
  readonly kind: FileKind
  /** Files of that kind. */
  readonly count: number
  readonly countBefore?: number
}

export interface FileWeight extends ComparedWeight {
  /** In the output. */
  readonly path: string
  readonly kind: FileKind
  /** Its name in the base, where it had another one. */
  readonly pathBefore?: string
}

/** A package, or the project's own modules below a folder, in all that the bundler made. */
export interface PartWeight extends ComparedWeight {
  readonly name: string
  readonly kind: 'package' | 'folder'
  /** Of a package, sorted; empty where its package.json was not found. */
  readonly versions: readonly string[]
  /** Bytes of it in the first load of some entry. */
  readonly firstLoad: number
}

/** A commit between the base and what is checked. */
export interface GrowthCommit {
  /** Abbreviated id. */
  readonly id: string
  readonly subject: string
}

export type GrowthKind =
  | 'new-package'
  | 'second-copy'
  | 'larger-package'
  | 'more-of-package'
  | 'moved-to-first-load'
  | 'new-module'
  | 'larger-module'
  | 'new-file'
  | 'larger-file'
  | 'gone'
  | 'smaller'
  | 'rest'

/** One thing by which a build grew (or shrank) against the base, and what leads to it. */
export interface GrowthCause {
  readonly kind: GrowthKind
  /** The first load of entries, what scripts load later, or other files of the output. */
  readonly where: 'first-load' | 'later' | 'files'
  /** Entries whose first load it is in. */
  readonly entries: readonly string[]
  /** A package, or the path of a module or of a file of the output. */
  readonly subject: string
  /** Bytes, uncompressed and after gzip; below 0 where it shrank. In one entry, where it is in several. */
  readonly bytes: number
  readonly gzip: number
  /** Modules (paths) that import it. */
  readonly importedBy: readonly string[]
  readonly versions?: { readonly before: readonly string[]; readonly after: readonly string[] }
  /** The latest commits that changed what leads to it, the latest first; empty where that is not known. */
  readonly commits: readonly GrowthCommit[]
  /** Changed files that lead to it and are in no commit yet. */
  readonly uncommitted: readonly string[]
  /** All of it as a sentence, without the commits. */
  readonly message: string
}

/** A build-time trigger of an optimizer, held against the build. */
export interface TriggerCheck {
  readonly optimizer: string
  readonly optimizerName: string
  readonly trigger: OptimizationTrigger
  readonly metric: MetricName
  readonly condition: string
  /** null where a build alone does not tell it. */
  readonly value: number | null
  readonly fires: boolean
  /** As a sentence, with the values. */
  readonly reason: string
}

/**
 * `unjudged`: growth without a base, which is in order; `void`: it names nothing that is there, so that it could never be broken. A void budget
 * is not kept.
 */
export type BudgetOutcome = 'kept' | 'broken' | 'unjudged' | 'void'

/** One condition of one budget, for one thing that it is about. */
export interface BudgetCheck {
  /** Its place in the configuration's list. */
  readonly budget: number
  readonly setting: Budget
  readonly condition: BudgetCondition
  readonly statistic: BudgetStatistic
  /** What was judged, e.g. `entry main`, `package lodash`. */
  readonly subject: string
  readonly outcome: BudgetOutcome
  /** The entry that it is about, where it is about one. */
  readonly entry?: string
  /** Files of the output that it is about, where it is about files. */
  readonly paths?: readonly string[]
  /** In bytes, as a ratio of the base (growth in per cent: 0.05), or files; null where nothing was judged. */
  readonly value: number | null
  readonly limit: number
  readonly unit: 'bytes' | 'ratio' | 'files'
  /** Whether the base broke it too; null where that is not known. */
  readonly brokenBefore: boolean | null
  /** As a sentence, with the values. */
  readonly reason: string
}

export interface CheckedVersion {
  readonly name: string
  readonly revision: string
  /** ms */
  readonly buildMilliseconds: number
}

/** What a build weighs, which triggers it sets off, which budgets it keeps, and by what it grew. */
export interface BuildCheck {
  readonly targetId: string
  readonly startedAt: Date
  readonly milliseconds: number
  readonly candidate: CheckedVersion
  readonly base: CheckedVersion | MissingBase
  /** E.g. `webpack 5.101.0`; null where no bundler that is read made it. */
  readonly bundler: string | null
  readonly entries: readonly EntryWeight[]
  readonly kinds: readonly KindWeight[]
  /** Largest first. */
  readonly parts: readonly PartWeight[]
  readonly files: readonly FileWeight[]
  readonly triggers: readonly TriggerCheck[]
  readonly budgets: readonly BudgetCheck[]
  /** Largest growth first; empty without a base. */
  readonly growth: readonly GrowthCause[]
  readonly caveats: readonly string[]
}

export const hasBase = (base: BuildCheck['base']): base is CheckedVersion => 'revision' in base

/** Budgets that are not kept. */
export const brokenBudgets = ({ budgets }: Pick<BuildCheck, 'budgets'>): readonly BudgetCheck[] =>
  budgets.filter(({ outcome }) => outcome === 'broken' || outcome === 'void')
