/** Kinds of files in an output, by their names. */
export type FileKind = 'script' | 'style' | 'page' | 'image' | 'font' | 'other'

export const FILE_KINDS = ['script', 'style', 'page', 'image', 'font', 'other'] as const satisfies readonly FileKind[]

/**
 * What a budget limits: bytes uncompressed (`size`) or after gzip, how much either grew against the base (in bytes, or in per cent of the base's),
 * or how many files.
 */
export type BudgetStatistic = 'size' | 'gzip' | 'growth' | 'gzip-growth' | 'count'

export const BUDGET_STATISTICS = [
  'size',
  'gzip',
  'growth',
  'gzip-growth',
  'count',
] as const satisfies readonly BudgetStatistic[]

type Upper = '<' | '<=' | '=='

/** A condition that has to hold, e.g. `size <= 170kb`, `growth <= 5%`, `count <= 12`. */
export type BudgetCondition =
  | `${BudgetStatistic} ${Upper} ${number}`
  | `${BudgetStatistic} ${Upper} ${number}${'b' | 'kb' | 'mb' | '%'}`

/** A limit for what a build makes. It names exactly one of `entry`, `kind`, `files`, `package` and `folder`. */
export interface Budget {
  /** What people call it; what it is about, where absent. */
  name?: string
  /** The scripts of an entry point's first load, by the entry's name; `*`: each entry point by itself. */
  entry?: string
  /** All files of a kind. */
  kind?: FileKind
  /** Files by a glob on their paths in the output, e.g. `assets/*.css`. */
  files?: string
  /** An npm package, in everything that the bundler made. */
  package?: string
  /** Own modules below a folder of the project, in everything that the bundler made. */
  folder?: string
  /** With `kind` or `files`: each file by itself rather than all together. */
  each?: boolean
  /** What has to hold; of a list, all of it. */
  must: BudgetCondition | BudgetCondition[]
}
