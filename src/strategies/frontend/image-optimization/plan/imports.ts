import path from 'node:path'
import semver from 'semver'
import { extendPictureRules } from '../rewrite/webpack-rules.js'
import { readBlocks } from '../vue/blocks.js'
import { isTyped } from '../vue/script.js'
import type { EncodedPicture } from './encoded-picture.js'
import { NOT_KNOWN, plainBundling } from './plain-bundlers.js'
import type { Project } from './project.js'

/** What a project's build does with imports of pictures. */
export interface ImportPlan {
  /** Whether its modules hold JSX of a library whose elements are known here. */
  readonly jsx: boolean
  readonly bundles: boolean
  /** Why pictures of new types cannot be imported; null where they can, once the configurations are as below. */
  readonly refused: string | null
  /** The same of what style sheets name. */
  readonly refusedInSheets: string | null
  /** The same of what templates of components name, where their compiler makes imports of it. */
  readonly refusedInTemplates: string | null
  readonly configurations: readonly {
    readonly path: string
    readonly text: string
    readonly rules: readonly string[]
  }[]
  readonly fetchPriority: 'fetchPriority' | 'fetchpriority'
}

/** Tools whose own rules take AVIF and WebP. */
const KNOWING = ['vite', 'react-scripts', 'parcel', '@rspack/core']
/** The same, from a version on. */
const KNOWING_SINCE = [
  ['@vue/cli-service', '5.0.0'],
  ['nuxt', '3.0.0'],
] as const

export const planImports = (project: Project, encoded: readonly EncodedPicture[]): ImportPlan => {
  const { packages } = project
  const react = packages.react === undefined ? null : semver.minVersion(packages.react, { loose: true })
  const jsx = react !== null || packages.react !== undefined || packages.preact !== undefined
  const fetchPriority =
    packages.preact === undefined && react !== null && semver.gte(react, '18.3.0') ? 'fetchPriority' : 'fetchpriority'
  const base = { jsx, fetchPriority } as const
  if (packages.webpack === undefined) {
    if (KNOWING.some(name => packages[name] !== undefined) || isKnownSince(packages))
      return {
        ...base,
        bundles: true,
        refused: declarationsMissing(project),
        refusedInSheets: null,
        refusedInTemplates: packages.vite !== undefined || isKnownSince(packages) ? null : NOT_KNOWN,
        configurations: [],
      }
    const plain = plainBundling(
      project,
      encoded.map(({ file }) => file.path),
    )
    // What their plugins make of components is theirs.
    const none = { ...base, bundles: false, refusedInTemplates: NOT_KNOWN }
    if (plain === null) return { ...none, refused: NOT_KNOWN, refusedInSheets: NOT_KNOWN, configurations: [] }
    const { readsSheets, refusedInSheets, configurations } = plain
    return {
      ...none,
      bundles: readsSheets,
      refused: plain.refused ?? declarationsMissing(project),
      refusedInSheets,
      configurations,
    }
  }
  const { configurations, accepted } = webpackRules(project, endingsOf(encoded.map(({ file }) => file.path)))
  const refused = accepted ? declarationsMissing(project) : NO_RULE
  const refusedInSheets = accepted || emitsWhatSheetsName(project) ? null : NO_RULE
  const refusedInTemplates = accepted ? (isBefore15(packages['vue-loader']) ? OLD_LOADER : null) : NO_RULE
  return { ...base, bundles: true, refused, refusedInSheets, refusedInTemplates, configurations }
}

/** e.g. `jpg` */
const endingsOf = (pictures: readonly string[]): readonly string[] => [
  ...new Set(pictures.map(picture => path.posix.extname(picture).slice(1))),
]

/** Why the script of a component of Vue cannot import pictures of new types; null where it can. */
export const refusedInScript = (
  project: Project,
  { refusedInTemplates }: Pick<ImportPlan, 'refusedInTemplates'>,
  component: string,
): string | null => refusedInTemplates ?? (isTyped(readBlocks(component).scripts) ? undeclared(project, 'avif') : null)

/** Why a module cannot import pictures of new types; null where it can. */
export const refusedInModule = (
  project: Project,
  { refused }: Pick<ImportPlan, 'refused'>,
  module: string,
): string | null => refused ?? (/\.tsx?$/.test(module) ? undeclared(project, 'avif') : null)

const isKnownSince = (packages: Project['packages']): boolean =>
  KNOWING_SINCE.some(([name, version]) => isAtLeast(packages[name], version))

const isAtLeast = (range: string | undefined, version: string): boolean => {
  const least = range === undefined ? null : semver.minVersion(range, { loose: true })
  return least !== null && semver.gte(least, version)
}

/** From 6 on css-loader hands what a style sheet names to webpack 5, which emits a file of any type without a rule for it. */
const emitsWhatSheetsName = ({ packages }: Project): boolean =>
  isAtLeast(packages['css-loader'], '6.0.0') && isAtLeast(packages.webpack, '5.0.0')

/** Vue's loader takes what `srcset` names for files from there on, in `<source>` too. */
const isBefore15 = (loader: string | undefined): boolean => loader !== undefined && !isAtLeast(loader, '15.0.0')
const OLD_LOADER = 'vue-loader before 15 may leave addresses of `<source>` as they are'

const NO_RULE = 'no rule for pictures was found in the webpack configuration as a regular expression'

/** The rules of webpack configurations that take pictures of these extensions, made to take new types where they do not. */
const webpackRules = (
  project: Project,
  extensions: readonly string[],
): Pick<ImportPlan, 'configurations'> & { readonly accepted: boolean } => {
  const files = project.modules.filter(
    m =>
      /webpack[^/]*\.(?:[cm]?[jt]s)$/.test(m.path) ||
      /(?:^|\/)(?:config|build|webpack)\/[^/]*\.[cm]?[jt]s$/.test(m.path),
  )
  const outcomes = files.map(({ path: file, text }) => ({ file, outcome: extendPictureRules(text, extensions) }))
  return {
    configurations: outcomes.flatMap(({ file, outcome }) =>
      outcome.kind === 'extended' ? [{ path: file, text: outcome.text, rules: outcome.rules }] : [],
    ),
    accepted: outcomes.some(o => o.outcome.kind !== 'silent'),
  }
}

/** TypeScript wants to know what an import of `*.avif` is. */
const declarationsMissing = (project: Project): string | null => {
  const typed = project.modules.some(m => /\.tsx?$/.test(m.path) && !m.path.endsWith('.d.ts') && /<img\b/.test(m.text))
  return typed ? undeclared(project, 'avif') : null
}

const undeclared = (project: Project, format: 'avif' | 'webp'): string | null => {
  const declares = [...project.modules, ...project.others].some(
    m => m.text.includes(`*.${format}`) || /['"]vite\/client['"]|react-scripts['"]/.test(m.text),
  )
  return declares ? null : `TypeScript has no declaration of '*.${format}' modules`
}

/** Tools whose own rules take WebP, if not AVIF. */
const KNOWING_WEBP = [...KNOWING, '@vue/cli-service', 'gatsby', '@sveltejs/kit']

export interface WebpImports extends Pick<ImportPlan, 'bundles' | 'configurations'> {
  /**
   * Why a file cannot import WebP; null where it can, once the configurations are as here.
   * @param how by `import`, or by `new URL(…, import.meta.url)`
   */
  refusedFor(file: string, how?: 'import' | 'address'): string | null
}

/**
 * What the build does with pictures that are imported as WebP in place of what they are now.
 * @param pictures their paths
 */
export const planWebpImports = (project: Project, pictures: readonly string[]): WebpImports => {
  const { packages } = project
  const { bundles, configurations, ...known } = webpBundling(project, pictures)
  const declared = (file: string): string | null => {
    const text = [...project.modules, ...project.others].find(m => m.path === file)?.text ?? ''
    return /\.tsx?$/.test(file) || /<script\b[^>]*\blang=["']?ts/.test(text) ? undeclared(project, 'webp') : null
  }
  return {
    bundles,
    configurations,
    refusedFor: (file, how = 'import') => {
      if (/\.(?:css|scss|sass|less)$/.test(file)) return known.refusedInSheets
      // webpack 5 emits what is named so without a rule for it.
      if (how === 'address' && known.refused === NO_RULE && isAtLeast(packages.webpack, '5.0.0')) return null
      return how === 'address' ? known.refusedAddresses : (known.refused ?? declared(file))
    },
  }
}

/** What a build does, as far as it is known from its packages and its configuration. */
interface WebpBundling extends Pick<ImportPlan, 'bundles' | 'configurations' | 'refused' | 'refusedInSheets'> {
  readonly refusedAddresses: string | null
}

const webpBundling = (project: Project, pictures: readonly string[]): WebpBundling => {
  const { packages } = project
  const all = (reason: string | null) => ({ refused: reason, refusedInSheets: reason, refusedAddresses: reason })
  if (KNOWING_WEBP.some(name => packages[name] !== undefined))
    return { bundles: true, configurations: [], ...all(null) }
  if (packages.webpack === undefined) {
    const plain = plainBundling(project, pictures)
    return plain === null
      ? { bundles: false, configurations: [], ...all(NOT_KNOWN) }
      : {
          bundles: plain.readsSheets,
          configurations: plain.configurations,
          refused: plain.refusedInPlace,
          refusedInSheets: plain.refusedInSheetsInPlace,
          refusedAddresses: plain.refusedAddresses,
        }
  }
  const { configurations, accepted } = webpackRules(project, endingsOf(pictures))
  const refusedInSheets = accepted || emitsWhatSheetsName(project) ? null : NO_RULE
  return { bundles: true, configurations, ...all(accepted ? null : NO_RULE), refusedInSheets }
}
