import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import semver from 'semver'
import { edge, ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { isSet, type PresetEnv, presetsIn } from '../../build-config/babel-presets.js'
import {
  browsersOf,
  levelOf,
  MODERN,
  narrowed,
  outdated,
  shareServed,
  useOf,
  yearOf,
} from '../../build-config/browsers.js'
import { literalOf, propertyOf, type Replacement, treeOf, walk } from '../../build-config/literals.js'
import { type BuildConfiguration, compilerTexts, readBuildConfiguration } from '../../build-config/read-build.js'
import { type Statement, statementOf } from '../../build-config/stated-browsers.js'
import { targetQueries } from '../../build-config/target-queries.js'
import { InstalledPackages } from '../../source/packages.js'
import { SourceTree } from '../../source/source-tree.js'
import { costOfAge } from './cost-of-age.js'
import {
  browserslistAdded,
  COMPILES_BY_TSCONFIG,
  type LevelSetting,
  levelInTsconfig,
  levelsInConfig,
} from './level-settings.js'
import { CALLS_REGENERATOR, helperBytes, type UnneededPolyfill, unneededPolyfills } from './polyfills.js'

export type Context = ActuatorContext<'build-target'>

export interface TargetPlan {
  /** Edits of configurations. */
  readonly settings: readonly Replacement[]
  readonly polyfills: readonly Replacement[]
  readonly savedBySettings: number
  readonly savedByPolyfills: number
  /** Share (0–1) of the browsers served now, by use, that the change goes on serving. */
  readonly served: number
  /** Whether leaving browsers that the project names decided anything. */
  readonly dropped: boolean
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

/** Who cannot load a module of what a project names, for people. */
const inWords = (old: readonly string[]): string => {
  const names = [...new Set(old.map(one => one.split(' ')[0]!))]
  return `${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''} (${useOf(old)} % of all use)`
}

class Planner {
  readonly settings: Replacement[] = []
  readonly findings: Finding[] = []
  readonly refusals: Refusal[] = []
  /** The oldest level that anything edited writes now, as a year. */
  from = 2100
  dropped = false
  readonly #drop: boolean

  constructor(drop: boolean) {
    this.#drop = drop
  }

  edit(replacement: Replacement, from: number): void {
    this.settings.push(replacement)
    this.from = Math.min(this.from, from)
  }

  /** What a project names itself is the owner's to decide. @returns whether it may be narrowed */
  owners(place: string, old: readonly string[]): boolean {
    this.findings.push({
      subject: place,
      message: `names browsers that cannot load a module, so that all others get code and polyfills written for them: ${inWords(old)}`,
    })
    if (!this.#drop) {
      this.refusals.push({
        subject: place,
        reason: 'the browsers that it names are for its owner to leave (target.dropBrowsers)',
      })
    }
    this.dropped ||= this.#drop
    return this.#drop
  }
}

/** The browsers that are built for from now on; null where none can be told. */
const servedFrom = (statement: Statement | null, planner: Planner): readonly string[] | null => {
  if (statement === null) return browsersOf([MODERN])
  if (statement.browsers === null) {
    planner.refusals.push({
      subject: statement.place,
      reason: 'its list of browsers cannot be read here (a shared list, or a query that is not known)',
    })
    return null
  }
  const old = outdated(statement.browsers)
  if (old.length === 0) return statement.browsers
  if (!planner.owners(statement.place, old)) return statement.browsers
  const narrow = statement.narrow()
  const left = browsersOf(narrowed(statement.queries))
  if (narrow === null || left === null) {
    planner.refusals.push({
      subject: statement.place,
      reason: 'its list is not written in a way that can be edited safely',
    })
    return statement.browsers
  }
  planner.edit(narrow, 2009)
  return left
}

const planPreset = (preset: PresetEnv, modern: boolean, planner: Planner, text: string): 'needs-list' | null => {
  const { path, targets } = preset
  const replace = (node: { start?: number | null; end?: number | null }, to: string, detail: string): void =>
    planner.edit({ path, start: node.start!, end: node.end!, text: to, detail: `${path}: ${detail}` }, 2009)
  const force = isSet(preset, 'forceAllTransforms', true)
  if (force && modern) replace(force.value, 'false', 'forceAllTransforms is off')
  if (targets) {
    const queries = targetQueries(targets.value)
    const browsers = queries === null ? null : browsersOf(queries)
    const old = browsers === null ? [] : outdated(browsers)
    if (old.length > 0 && planner.owners(`${path}: targets`, old)) {
      const quote = text[targets.value.start!] === "'" || !/\.json$|babelrc$/.test(path) ? "'" : '"'
      replace(targets.value, `${quote}${MODERN}${quote}`, `targets are ${MODERN}`)
    }
    return null
  }
  const ignores = isSet(preset, 'ignoreBrowserslistConfig', true)
  if (ignores && modern) replace(ignores.value, 'false', 'the list of browsers holds')
  return 'needs-list'
}

const USES_BABEL = /\bbabel-loader\b|@rollup\/plugin-babel|vite-plugin-babel/

const planBabel = async (
  build: BuildConfiguration,
  compilers: ReadonlyMap<string, string>,
  statement: Statement | null,
  modern: boolean,
  planner: Planner,
  packages: InstalledPackages,
): Promise<void> => {
  if (![...build.configs.values()].some(text => USES_BABEL.test(text))) return
  const version = await packages.version('@babel/preset-env')
  let unsaid = false
  for (const [path, text] of compilers) {
    for (const preset of presetsIn(path, text)) unsaid = planPreset(preset, modern, planner, text) !== null || unsaid
  }
  // From version 8 on, the preset has browserslist's defaults where nothing is said.
  if (!unsaid || statement !== null || version === null || semver.gte(version, '8.0.0-0')) return
  const list = await packages.version('browserslist')
  const added = browserslistAdded(build.packageText, MODERN)
  if (list === null || semver.lt(list, '4.21.0') || added === null) {
    planner.refusals.push({
      subject: 'package.json',
      reason: `browserslist ${list ?? ''} does not know "${MODERN}" (4.21.0 does)`,
    })
    return
  }
  planner.edit(added, 2009)
}

const planLevels = (
  levels: readonly LevelSetting[],
  served: readonly string[],
  planner: Planner,
  drop: boolean,
): void => {
  const level = levelOf(served)
  for (const { path, node, what, named } of levels) {
    const year = yearOf(node.value)!
    if (year >= (yearOf(level) ?? 0)) {
      if (level === 'es5' && year < 2017)
        planner.refusals.push({ subject: `${path}: ${what}`, reason: 'browsers that the project names need it' })
      continue
    }
    if (named.length > 0 && !drop) {
      planner.refusals.push({
        subject: `${path}: ${what}`,
        reason: `it names browsers beside the level (${named.join(', ')}): that is for its owner to change`,
      })
      continue
    }
    const quote = node.extra?.raw ? String(node.extra.raw)[0] : "'"
    planner.edit(
      {
        path,
        start: node.start!,
        end: node.end!,
        text: `${quote}${level}${quote}`,
        detail: `${path}: ${what} is ${level}, not ${node.value}`,
      },
      year,
    )
  }
}

/** `@vitejs/plugin-legacy` that makes nothing but what old browsers get, or polyfills for all. */
const planLegacy = (configs: ReadonlyMap<string, string>, planner: Planner): void => {
  for (const [path, text] of configs) {
    const tree = /plugin-legacy/.test(text) ? treeOf(path, text) : null
    if (tree === null) continue
    walk(tree, node => {
      if (node.type !== 'ObjectExpression') return
      const modern = propertyOf(node, 'renderModernChunks')
      if (modern && literalOf(modern.value) === false) {
        const detail = `${path}: browsers of today get chunks of their own (renderModernChunks)`
        planner.edit({ path, start: modern.value.start!, end: modern.value.end!, text: 'true', detail }, 2009)
      }
      const polyfills = propertyOf(node, 'modernPolyfills')
      if (polyfills && literalOf(polyfills.value) === true) {
        const message =
          'modernPolyfills puts polyfills into what browsers of today load; its authors advise to list those that are needed'
        planner.findings.push({ subject: path, message })
      }
    })
  }
}

const tsconfigOf = (configs: ReadonlyMap<string, string>): string => {
  const named = [...configs.values()].map(
    text => /\b(?:configFile|tsconfig)\s*:\s*['"]([\w./-]+\.json)['"]/.exec(text)?.[1],
  )
  return (named.find(one => one !== undefined) ?? 'tsconfig.json').replace(/^\.\//, '')
}

const callsRegenerator = async ({ target, observation, baseline }: Context): Promise<boolean> => {
  const { bundle } = observation
  const folder = join(baseline.root, target.build?.output ?? '.', bundle?.outputPath ?? '.')
  for (const file of bundle?.chunks.flatMap(({ files }) => files) ?? []) {
    if (CALLS_REGENERATOR.test(await readFile(join(folder, file), 'utf8').catch(() => ''))) return true
  }
  return false
}

const removal = ({ file, specifier, start, end, line }: UnneededPolyfill): Replacement => ({
  path: file.path,
  start,
  end,
  text: '',
  detail: `${file.path}:${line}: ${specifier} is not imported: every browser that is served has what it adds`,
})

/** What keeps a build writing for browsers that are not served, and the edits that end it. Edits nothing. */
export const planTarget = async (
  context: Context,
  workspace: ReadableWorkspace,
): Promise<TargetPlan & { readonly textOf: (path: string) => string }> => {
  const build = await readBuildConfiguration(context, workspace, 'Levels of the language are those of')
  const { dropBrowsers, polyfills: mayRemove } = context.configuration.target
  const texts = new Map(build.configs)
  const compilers = await compilerTexts(build, workspace)
  const planner = new Planner(dropBrowsers)
  const statement = await statementOf(build.packageText, workspace)
  const served = servedFrom(statement, planner)
  const graph = new ModuleGraph(build.bundle)
  const tree = await SourceTree.read(graph, workspace)
  let polyfills: readonly UnneededPolyfill[] = []
  if (served !== null) {
    const modern = levelOf(served) !== 'es5'
    await planBabel(build, compilers, statement, modern, planner, new InstalledPackages(context.baseline.root))
    const levels = [...texts].flatMap(([path, text]) => levelsInConfig(path, text, build.bundle.bundler))
    const tsconfig = tsconfigOf(texts)
    if ([...texts.values()].some(text => COMPILES_BY_TSCONFIG.test(text)) && (await workspace.exists(tsconfig))) {
      const text = await workspace.readText(tsconfig)
      texts.set(tsconfig, text)
      const level = levelInTsconfig(tsconfig, text)
      if (typeof level === 'string') planner.refusals.push({ subject: tsconfig, reason: level })
      else if (level !== null) levels.push(level)
    }
    planLevels(levels, served, planner, dropBrowsers)
    planLegacy(build.configs, planner)
    if (mayRemove) {
      const files = [...tree.files.values()].filter(({ path }) => !tree.components.has(path))
      polyfills = unneededPolyfills(files, served, await callsRegenerator(context))
    }
  }
  const cuts = new Set(
    polyfills.flatMap(({ file, specifier }) =>
      tree.packageModules(file.path, specifier).map(path => edge(file.path, path)),
    ),
  )
  const roots = graph.roots()
  const all = statement?.browsers ?? browsersOf(['defaults']) ?? []
  const old = yearOf(levelOf(served ?? all)) ?? 2009
  for (const { file } of polyfills) texts.set(file.path, file.text)
  return {
    settings: planner.settings,
    polyfills: polyfills.map(removal),
    savedBySettings:
      planner.settings.length === 0
        ? 0
        : costOfAge(tree.files.values(), planner.from, old) + (planner.from < 2015 ? helperBytes(graph) : 0),
    savedByPolyfills: graph.weigh(graph.reach(roots)) - graph.weigh(graph.reach(roots, cuts)),
    served:
      planner.settings.length === 0 && polyfills.length === 0
        ? 1
        : shareServed(
            all,
            all.filter(one => (served ?? all).includes(one)),
          ),
    dropped: planner.dropped,
    findings: planner.findings,
    refusals: planner.refusals,
    textOf: path => texts.get(path) ?? compilers.get(path)!,
  }
}
