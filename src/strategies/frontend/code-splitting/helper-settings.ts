import { isDistinctName } from '../../../instruments/bundle/webpack/hazards.js'
import { withoutQuery } from '../../../model/pathname.js'
import type { CandidateSettings } from './candidate-settings.js'
import type { EarlyChunk, ElementChunk, HelperSettings } from './config/helper.js'
import type { Context, Project } from './project.js'
import { patternSource } from './routes.js'
import { chunkName } from './source/dynamic-import.js'
import { initializerChunk } from './source/edit.js'
import { startTagPattern } from './source/element-markup.js'
import { headGuard } from './source/head-guard.js'
import type { Split } from './source/split.js'
import { splitChunksFor } from './split-chunks.js'

/** Names of the chunks there are; a lazy chunk of the same name would be merged into one of them. */
export const takenChunkNames = (context: Context): ReadonlySet<string> =>
  new Set(context.observation.bundle?.chunks.flatMap(chunk => chunk.names) ?? [])

const earlyOf = (splits: readonly Split[], chunkOf: (split: Split) => string): EarlyChunk[] =>
  splits
    .filter(split => split.kind === 'route')
    .flatMap(split =>
      split.patterns
        .filter(pattern => pattern !== null)
        .map(pattern => ({ pathname: patternSource(pattern), chunk: chunkOf(split), pattern })),
    )
    // The most specific pattern first, as the page takes the first that matches.
    .toSorted((a, b) => wildness(a.pattern) - wildness(b.pattern))
    .map(({ pathname, chunk }) => ({ pathname, chunk }))

const earlyChunks = (splits: readonly Split[], taken: ReadonlySet<string>): EarlyChunk[] =>
  earlyOf(splits, split => chunkName(split.sites[0]!.components[0]!.binding.local, taken))

const earlyModules = (splits: readonly Split[]): EarlyChunk[] => earlyOf(splits, split => split.modules[0]!)

const elementChunks = (project: Project, splits: readonly Split[], taken: ReadonlySet<string>): ElementChunk[] =>
  splits.flatMap(split => {
    if (split.kind !== 'initializer') return []
    const exported = split.sites[0]!.components[0]!.exported
    const markup = startTagPattern(headGuard(project.tree.files.get(split.subject), exported) ?? '')
    return markup === null ? [] : [{ markup, chunk: initializerChunk(split, taken) }]
  })

const wildness = (pattern: string): number => (pattern.includes('*') ? 100 : 0) + (pattern.match(/:/g)?.length ?? 0)

const isRelative = (publicPath: string | null | undefined): boolean =>
  typeof publicPath === 'string' && publicPath !== 'auto' && !/^(\/|https?:|\[function)/.test(publicPath)

/** A lazy chunk is looked for below the address of a nested page where the public path is relative to it. */
export const needsPublicPath = (context: Context, project: Project): boolean =>
  isRelative(project.compilation?.options.output.publicPath) &&
  context.target.pages.some(page => withoutQuery(page.path).split('/').length > 2)

/** What the helper beside the configuration has to do for a candidate; null: nothing. */
export const helperSettings = (
  context: Context,
  project: Project,
  settings: CandidateSettings,
  splits: readonly Split[],
): HelperSettings | null => {
  if (project.compilation === null) {
    const early = settings.earlyChunks ? earlyModules(splits) : []
    const wanted: HelperSettings = {
      ...(early.length > 0 ? { earlyChunks: early } : {}),
      ...(splits.length > 0 && project.namesChunks ? { firstLoadChunks: true } : {}),
    }
    return Object.keys(wanted).length > 0 ? wanted : null
  }
  const { splitChunks } = context.configuration
  const groups = splitChunks === false ? null : splitChunksFor(splitChunks, settings.splitChunks)
  const { chunkFilename } = project.compilation.options.output
  const withElements = settings.elementChunks ? elementChunks(project, splits, takenChunkNames(context)) : []
  const wanted: HelperSettings = {
    ...(groups ? { splitChunks: groups } : {}),
    ...(settings.earlyChunks ? { earlyChunks: earlyChunks(splits, takenChunkNames(context)) } : {}),
    ...(withElements.length > 0 ? { elementChunks: withElements } : {}),
    ...(splits.length > 0 && needsPublicPath(context, project) ? { automaticPublicPath: true } : {}),
    ...(splits.length > 0 && chunkFilename && !isDistinctName(chunkFilename) ? { distinctChunkNames: true } : {}),
  }
  return Object.keys(wanted).length > 0 ? wanted : null
}
