import { posix } from 'node:path'
import type { PathCommits } from '../../change/base-revision.js'
import type { GrowthCause } from '../../model/check.js'
import { withoutHash } from '../../system/without-hash.js'
import { causeMessage } from './cause-words.js'
import { fileCauses } from './file-causes.js'
import { type CauseDraft, moduleCauses } from './module-causes.js'
import { allFiles } from './module-diff.js'
import type { BundleReading } from './package-copies.js'
import type { OutputFile } from './read-output.js'

/** One build, as far as its growth is looked into. */
export interface ReadBuild {
  readonly files: readonly OutputFile[]
  readonly reading: BundleReading | null
}

/** What was changed between the base and what is checked. Paths are relative to the repository's root. */
export interface Changes {
  /** Latest first. */
  readonly commits: readonly PathCommits[]
  readonly uncommitted: readonly string[]
  /** The package within the repository, `` for the root. */
  readonly prefix: string
}

/** Less than this, and less than this share of all growth there, is told as one. */
const SMALL = 256
const SMALL_SHARE = 0.01

/** So many commits are named for one cause. */
export const COMMITS = 2

const DEPENDENCY_FILES = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
]

/** The output file of a bundle as it is listed: relative to the output, as files are. */
const bundleFiles = ({ reading }: ReadBuild): ReadonlySet<string> =>
  new Set(
    reading === null
      ? []
      : [...allFiles(reading.bundle)].map(file => posix.normalize(posix.join(reading.bundle.outputPath, file))),
  )

/** What changed that leads to a cause: the modules that import it, what says which packages there are, or a source of the file's name. */
function isLead(draft: CauseDraft, prefix: string): (path: string) => boolean {
  const inside = (file: string) => (prefix === '' ? file : `${prefix}/${file}`)
  if (draft.where === 'files') {
    const name = posix.basename(withoutHash(draft.subject))
    return path => posix.basename(path) === name
  }
  const leads = new Set(draft.leads.map(inside))
  const dependencies = new Set(DEPENDENCY_FILES.flatMap(file => [file, inside(file)]))
  return path => leads.has(path) || (draft.isPackage && dependencies.has(path))
}

/** An import that leads to a cause, as it can be looked for in the history: a word in some files. */
export interface Mention {
  readonly word: string
  /** Relative to the repository's root. */
  readonly paths: readonly string[]
}

/** A cause with the import that leads to it, where it is known. */
export interface TracedCause {
  readonly cause: GrowthCause
  readonly mention: Mention | null
}

const stem = (file: string): string => posix.basename(file).replace(/\.\w+$/, '')

function mentionOf({ kind, through, importedBy, subject, isPackage }: CauseDraft, prefix: string): Mention | null {
  const isNoImport = kind === 'larger-package' || kind === 'larger-module' || kind === 'smaller' || kind === 'gone'
  if (isNoImport) return null
  const importers = (through === null ? importedBy : [through.importer]).filter(file => !file.includes('node_modules/'))
  const name = through === null ? subject : through.module
  // A folder is imported by its own name, whatever file in it answers.
  const word =
    through === null && isPackage ? name : stem(name) === 'index' ? posix.basename(posix.dirname(name)) : stem(name)
  if (importers.length === 0 || word === '' || word === '.') return null
  return { word, paths: importers.map(file => posix.join(prefix, file)) }
}

function traced(draft: CauseDraft, { commits, uncommitted, prefix }: Changes): TracedCause {
  const { kind, where, entries, subject, bytes, gzip, importedBy, versions, isPackage } = draft
  const leads = isLead(draft, prefix)
  const cause = {
    kind,
    where,
    entries,
    subject,
    bytes,
    gzip,
    importedBy,
    ...(isPackage && { versions }),
    commits: commits
      .filter(({ paths }) => [...paths].some(leads))
      .slice(0, COMMITS)
      .map(({ id, subject: title }) => ({ id, subject: title })),
    uncommitted: uncommitted.filter(leads),
    message: causeMessage(draft),
  }
  return { cause, mention: mentionOf(draft, prefix) }
}

/** What is too small to be told by itself, as one line for each place. */
function withoutSmall(drafts: readonly CauseDraft[]): CauseDraft[] {
  const told: CauseDraft[] = []
  for (const where of ['first-load', 'later', 'files'] as const) {
    const here = drafts.filter(draft => draft.where === where)
    const all = here.reduce((sum, { bytes }) => sum + Math.abs(bytes), 0)
    const least = Math.max(SMALL, all * SMALL_SHARE)
    const small = here.filter(({ bytes }) => Math.abs(bytes) < least)
    told.push(...here.filter(draft => !small.includes(draft)))
    const [only] = small
    if (small.length === 1) told.push(only!)
    else if (only !== undefined) {
      const sum = (of: (draft: CauseDraft) => number) => small.reduce((all, draft) => all + of(draft), 0)
      const names = { 'first-load': 'of first loads', later: 'of what is loaded later', files: 'of other files' }
      told.push({
        ...only,
        kind: 'rest',
        entries: [],
        subject: `${small.length} small changes ${names[where]}`,
        isPackage: false,
        bytes: sum(({ bytes }) => bytes),
        gzip: sum(({ gzip }) => gzip),
        importedBy: [],
        leads: [],
      })
    }
  }
  return told
}

/** By what a build grew against its base, and shrank: the largest growth first. */
export function growthCauses(before: ReadBuild, after: ReadBuild, changes: Changes): TracedCause[] {
  const isRead = before.reading !== null && after.reading !== null
  const others = (build: ReadBuild): readonly OutputFile[] => {
    const bundled = isRead ? bundleFiles(build) : new Set<string>()
    return build.files.filter(({ path }) => !bundled.has(path))
  }
  const drafts = [
    ...(before.reading !== null && after.reading !== null ? moduleCauses(before.reading, after.reading) : []),
    ...fileCauses(others(before), others(after)),
  ]
  return withoutSmall(drafts)
    .sort((a, b) => b.bytes - a.bytes || (a.subject < b.subject ? -1 : 1))
    .map(draft => traced(draft, changes))
}
