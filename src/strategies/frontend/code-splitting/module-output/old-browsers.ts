import { feature as unpack } from 'caniuse-lite'
import dynamicImport from 'caniuse-lite/data/features/es6-module-dynamic-import.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { BABEL_FILES, presetsIn } from '../../../build-config/babel-presets.js'
import { browsersOf, supports, yearOf } from '../../../build-config/browsers.js'
import { keyOf, literalOf, propertyAt, treeOf, walk } from '../../../build-config/literals.js'
import { statementOf } from '../../../build-config/stated-browsers.js'
import { targetQueries } from '../../../build-config/target-queries.js'

const { stats: DYNAMIC_IMPORT } = unpack(dynamicImport)

/** First versions with `import()`, by esbuild's names. */
const FIRST: Readonly<Record<string, number>> = { chrome: 63, edge: 79, firefox: 67, ios: 11, opera: 50, safari: 11.1 }

/** The year of the first level of the language whose browsers may be taken to know modules. */
const WITH_MODULES = 2017

/** A target as esbuild writes it (`es2017`, `chrome62`) for which `import()` is not known to work, or null. */
const oldTarget = (target: string): string | null => {
  const year = yearOf(target)
  if (year !== null) return year < WITH_MODULES ? target : null
  const [, name = '', version = ''] = /^(chrome|edge|firefox|ie|ios|opera|safari)(\d[\d.]*)$/i.exec(target.trim()) ?? []
  if (name === '') return null
  const first = FIRST[name.toLowerCase()]
  return first === undefined || olderThan(version, first) ? target : null
}

const olderThan = (version: string, first: number): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const least = Math.floor(first)
  return major < least || (major === least && minor < Math.round((first - least) * 10))
}

const listOf = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? value.split(',')
    : Array.isArray(value)
      ? value.filter(one => typeof one === 'string')
      : []

/** Targets that a build's own configuration writes out for whichever tool. */
const targetsIn = (path: string, text: string): readonly string[] => {
  const tree = treeOf(path, text)
  const found: string[] = []
  if (tree === null) return found
  walk(tree, node => {
    if (keyOf(node) === 'target' && node.type === 'ObjectProperty') found.push(...listOf(literalOf(node.value)))
  })
  return found
}

const unsupporting = (queries: readonly string[]): string | null => {
  const browsers = browsersOf(queries)
  if (browsers === null) return 'browsers that cannot be told'
  return browsers.find(browser => !supports(DYNAMIC_IMPORT, browser)) ?? null
}

/**
 * Why browsers that the project is built for may not know modules and `import()`, or null where nothing says so: its own list of browsers, presets
 * of Babel, the level that TypeScript writes, and targets of the build.
 *
 * @param config path and text of what the bundler is configured by
 * @param targets as esbuild was given them
 */
export const oldBrowserHazard = async (
  packageText: string,
  config: { readonly path: string; readonly text: string },
  targets: readonly string[],
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  const stated = await statementOf(packageText, workspace)
  const browser = stated && unsupporting(stated.queries)
  if (stated && browser !== null) return `${stated.place} names ${browser}, which does not load ES modules by import()`
  const old = [...targets, ...targetsIn(config.path, config.text)].map(oldTarget).find(one => one !== null)
  if (old !== undefined) return `the build is written for ${old}, which may not know ES modules and import()`
  for (const path of [config.path, ...BABEL_FILES]) {
    if (path !== config.path && !(await workspace.exists(path))) continue
    const text = path === config.path ? config.text : await workspace.readText(path)
    for (const { targets: named } of presetsIn(path, text)) {
      const queries = named ? targetQueries(named.value) : null
      const missing = queries === null ? null : unsupporting(queries)
      if (missing !== null) return `${path} names ${missing}, which does not load ES modules by import()`
    }
  }
  return tsconfigHazard(config.text, workspace)
}

const tsconfigHazard = async (configText: string, workspace: ReadableWorkspace): Promise<string | null> => {
  if (!/@rollup\/plugin-typescript|rollup-plugin-typescript2?\b/.test(configText)) return null
  if (!(await workspace.exists('tsconfig.json'))) return null
  const target = propertyAt(treeOf('tsconfig.json', await workspace.readText('tsconfig.json')), [
    'compilerOptions',
    'target',
  ])
  const level = literalOf(target?.value)
  const year = typeof level === 'string' ? yearOf(level) : null
  return year !== null && year < WITH_MODULES
    ? `tsconfig.json has TypeScript write ${String(level)}, for browsers that may not know ES modules`
    : null
}
