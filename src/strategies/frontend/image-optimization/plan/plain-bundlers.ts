import { argumentsOf } from '../../../build-config/build-command.js'
import { type EsbuildPictures, extendEsbuildCommands, extendEsbuildLoaders } from '../rewrite/esbuild-loaders.js'
import { extendRollupPlugins, NOTHING_OF_ROLLUP, type RollupPictures } from '../rewrite/rollup-plugins.js'
import { buildFiles } from './build-files.js'
import { isCopied } from './copied.js'
import type { Project, SourceText } from './project.js'

/** What a build by Rollup or esbuild, as its own configuration has it, does with pictures that modules and style sheets name. */
export interface PlainBundling {
  /** Whether it reads what style sheets name. */
  readonly readsSheets: boolean
  /** Why pictures of new types cannot be imported; null where they can, once the configurations are as below. */
  readonly refused: string | null
  /** The same of WebP that takes the place of another picture, and of nothing beside it. */
  readonly refusedInPlace: string | null
  /** The same of what style sheets name. */
  readonly refusedInSheets: string | null
  /** The same of WebP that takes the place of what they name. */
  readonly refusedInSheetsInPlace: string | null
  /** The same of what `new URL(…, import.meta.url)` names. */
  readonly refusedAddresses: string | null
  readonly configurations: readonly {
    readonly path: string
    readonly text: string
    readonly rules: readonly string[]
  }[]
  /** Bytes from which on an imported picture stays a file, of the types that are imported now and of those that are added. */
  readonly limits: { readonly own: number; readonly added: number }
}

export const NOT_KNOWN = 'how the build treats imported pictures is not known'

/** One file of a configuration, as both bundlers would read it. */
interface Read {
  readonly source: SourceText
  readonly rollup: RollupPictures
  readonly esbuild: EsbuildPictures
}

const outcomesOf = ({ rollup, esbuild }: Read) => [rollup.outcome, esbuild.outcome]

/**
 * @param pictures those that are worked on, by their paths
 * @returns null where its build calls neither
 */
export const plainBundling = (
  project: Pick<Project, 'modules' | 'others' | 'build'>,
  pictures: readonly string[],
): PlainBundling | null => {
  const imported = pictures.filter(picture => !isCopied(picture))
  const files = buildFiles(project)
  const calls = (tool: string): boolean =>
    project.build.commands.some(words => argumentsOf(words, tool) !== null) ||
    files.some(({ text }) => new RegExp(`["']${tool}["']`).test(text))
  if (!calls('rollup') && !calls('esbuild')) return null
  const reads = files.map(
    (source): Read => ({
      source,
      rollup: extendRollupPlugins(source, imported),
      esbuild: extendEsbuildLoaders(source, imported),
    }),
  )
  const manifest = project.others.find(({ path }) => path === 'package.json')
  if (manifest !== undefined)
    reads.push({
      source: manifest,
      rollup: NOTHING_OF_ROLLUP,
      esbuild: extendEsbuildCommands(manifest, project.build.scripts, imported),
    })
  const given = reads.filter(read => outcomesOf(read).some(({ kind }) => kind === 'extended' || kind === 'accepts'))
  const reasons = reads.flatMap(outcomesOf).flatMap(outcome => (outcome.kind === 'refused' ? [outcome.reason] : []))
  const [reason = given.length > 0 ? null : NOT_KNOWN] = reasons
  const readsSheets = reads.some(({ esbuild }) => esbuild.outcome.kind !== 'silent')
  const aside = readsSheets ? null : leftAside(files)
  const refusedInPlace = reason ?? (given.every(({ esbuild }) => esbuild.sheetsAlone) ? COPIES : null)
  const oneForOne = reads.flatMap(({ rollup, esbuild }) => rollup.oneForOne ?? esbuild.oneForOne ?? [])
  const [inCode = null] = oneForOne
  return {
    readsSheets: readsSheets || aside !== null,
    refused: refusedInPlace ?? inCode,
    refusedInPlace,
    refusedInSheets: aside ?? reason ?? inCode,
    refusedInSheetsInPlace: aside ?? reason,
    refusedAddresses: reads.some(({ rollup }) => rollup.takesAddresses) ? null : NOT_KNOWN,
    configurations: reason === null ? reads.flatMap(configurationOf) : [],
    limits: {
      own: Math.max(0, ...reads.map(({ rollup }) => rollup.limits.own)),
      added: Math.max(0, ...reads.map(({ rollup }) => rollup.limits.added)),
    },
  }
}

const COPIES = 'esbuild copies pictures, and leaves their imports as they are'

const configurationOf = ({ source, rollup, esbuild }: Read): PlainBundling['configurations'] => {
  for (const { outcome } of [rollup, esbuild])
    if (outcome.kind === 'extended') return [{ path: source.path, text: outcome.text, rules: outcome.rules }]
  return []
}

/** esbuild is told by a pattern what not to look at: it would look at pictures of other types. */
const leftAside = (files: readonly SourceText[]): string | null => {
  const named = files.find(({ text }) => /\bexternal\b[\s\S]*["'`]\*\.(?:png|jpe?g|gif)["'`]/.test(text))
  return named === undefined ? null : `${named.path} names the types of pictures that esbuild leaves where they are`
}
