import path from 'node:path'
import semver from 'semver'
import { extendPictureRules } from '../rewrite/webpack-rules.js'
import type { EncodedPicture } from './encoded-picture.js'
import type { Project } from './project.js'

/** What a project's build does with imports of pictures. */
export interface ImportPlan {
  /** Whether its modules hold JSX of a library whose elements are known here. */
  readonly jsx: boolean
  readonly bundles: boolean
  /** Why pictures of new types cannot be imported; null where they can, once the configurations are as below. */
  readonly refused: string | null
  readonly configurations: readonly {
    readonly path: string
    readonly text: string
    readonly rules: readonly string[]
  }[]
  readonly fetchPriority: 'fetchPriority' | 'fetchpriority'
}

/** Tools whose own rules take AVIF and WebP. */
const KNOWING = ['vite', 'react-scripts', 'parcel', '@rspack/core']

export const planImports = (project: Project, encoded: readonly EncodedPicture[]): ImportPlan => {
  const { packages } = project
  const react = packages.react === undefined ? null : semver.minVersion(packages.react, { loose: true })
  const jsx = react !== null || packages.react !== undefined || packages.preact !== undefined
  const fetchPriority =
    packages.preact === undefined && react !== null && semver.gte(react, '18.3.0') ? 'fetchPriority' : 'fetchpriority'
  const base = { jsx, fetchPriority } as const
  if (packages.webpack === undefined) {
    const known = KNOWING.find(name => packages[name] !== undefined)
    const refused =
      known === undefined ? 'how the build treats imported pictures is not known' : declarationsMissing(project)
    return { ...base, bundles: known !== undefined, refused, configurations: [] }
  }
  const extensions = [...new Set(encoded.map(e => path.posix.extname(e.file.path).slice(1)))]
  const configurations = project.modules.filter(
    m =>
      /webpack[^/]*\.(?:[cm]?[jt]s)$/.test(m.path) ||
      /(?:^|\/)(?:config|build|webpack)\/[^/]*\.[cm]?[jt]s$/.test(m.path),
  )
  const outcomes = configurations.map(({ path: file, text }) => ({
    file,
    outcome: extendPictureRules(text, extensions),
  }))
  const extended = outcomes.flatMap(({ file, outcome }) =>
    outcome.kind === 'extended' ? [{ path: file, text: outcome.text, rules: outcome.rules }] : [],
  )
  const accepted = outcomes.some(o => o.outcome.kind !== 'silent')
  return {
    ...base,
    bundles: true,
    refused: accepted
      ? declarationsMissing(project)
      : 'no rule for pictures was found in the webpack configuration as a regular expression',
    configurations: extended,
  }
}

/** TypeScript wants to know what an import of `*.avif` is. */
const declarationsMissing = (project: Project): string | null => {
  const typed = project.modules.some(m => /\.tsx?$/.test(m.path) && !m.path.endsWith('.d.ts') && /<img\b/.test(m.text))
  if (!typed) return null
  const declares = project.modules.some(m => /['"]\*\.avif['"]|vite\/client|react-scripts['"]/.test(m.text))
  return declares ? null : "TypeScript has no declaration of '*.avif' modules"
}
