import { posix } from 'node:path'
import type * as t from '@babel/types'
import { edge, type ModuleGraph } from '../../../../instruments/bundle/module-graph.js'
import type { Refusal } from '../../../../model/actuator.js'
import { type ImportedBinding, type ImportStatement, lineOf, type SourceFile } from '../../../source/parse.js'
import { isStyle, type SourceTree } from '../../../source/source-tree.js'
import { isComponentFile } from '../../../source/vue.js'
import { waitingHazard } from './awaited-imports.js'
import { headGuard } from './head-guard.js'
import { ReactNames } from './react-names.js'
import { canWait } from './suspense.js'
import { isRouteElement, type Use, usesOf } from './uses.js'

/** One import of something that could be loaded later, with all uses of what it brings. */
export interface Site {
  readonly file: SourceFile
  readonly statement: ImportStatement
  /** What `import()` names, seen from this file: past a re-exporting index, the module itself. */
  readonly specifier: string
  readonly components: readonly {
    readonly binding: ImportedBinding
    readonly exported: string
    readonly uses: readonly Use[]
  }[]
  /** What the statement imports for its types alone: it goes on being imported, which costs nothing at run time. */
  readonly types: readonly ImportedBinding[]
}

/** A module or package that could be a chunk of its own, with every place of the project that imports it. */
export interface Split {
  /** Path of the module, or name of the package. */
  readonly subject: string
  readonly kind: 'route' | 'component' | 'library' | 'initializer'
  /** Modules of the bundle that the imports name. */
  readonly modules: readonly string[]
  readonly sites: readonly Site[]
  /** Edges of the module graph that become dynamic. */
  readonly cuts: readonly string[]
  /** Patterns of the routes that show it; null where a pattern is computed. */
  readonly patterns: readonly (string | null)[]
  /** True where each use outside of routes is rendered, or run, on a condition. */
  readonly conditional: boolean
}

type Target = {
  readonly subject: string
  readonly specifier: string
  readonly exported: string
  readonly modules: readonly string[]
}

const relativeSpecifier = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to).replace(/(\/index)?\.[cm]?[jt]sx?$/, '')
  return path.startsWith('.') ? path : `./${path}`
}

/** What a name imported here really is, past re-exporting index files that the bundler prunes. */
const targetOf = (
  tree: SourceTree,
  file: SourceFile,
  statement: ImportStatement,
  imported: string,
): Target | string => {
  const path = tree.resolve(file.path, statement.specifier)
  if (path === null) {
    const [scope = '', name = ''] = statement.specifier.split('/')
    const subject = scope.startsWith('@') ? `${scope}/${name}` : scope
    const modules = tree.packageModules(file.path, statement.specifier)
    return { subject, specifier: statement.specifier, exported: imported, modules }
  }
  let at = path
  let exported = imported
  for (let step = 0; step < 8; step++) {
    const passed = tree.files.get(at)?.imports.find(one => one.reexports.has(exported))
    if (!passed) break
    if (tree.graph.modules.has(at)) return `${at} hands it on and is loaded itself`
    exported = passed.reexports.get(exported)!
    const next = tree.resolve(at, passed.specifier)
    if (next === null) return `${at} hands it on from a package`
    at = next
  }
  const specifier = at === path ? statement.specifier : relativeSpecifier(file.path, at)
  return { subject: at, specifier, exported, modules: tree.graph.modules.has(at) ? [at] : [] }
}

/** A provider, a frame, a router: without it, what is inside is not on the screen either. */
const holdsOthers = (element: t.JSXElement): boolean =>
  element.children.some(child => child.type === 'JSXElement' || child.type === 'JSXFragment' || isHandedOn(child))

const hasRef = ({ openingElement }: t.JSXElement): boolean =>
  openingElement.attributes.some(one => one.type === 'JSXAttribute' && one.name.name === 'ref')

/** `{children}` of the component around it. */
const isHandedOn = (child: t.Node): boolean =>
  child.type === 'JSXExpressionContainer' &&
  ((child.expression.type === 'Identifier' && child.expression.name === 'children') ||
    (child.expression.type === 'MemberExpression' &&
      child.expression.property.type === 'Identifier' &&
      child.expression.property.name === 'children'))

/** Whether the site's imports are components of a table of vue-router, which loads by itself what is a function. */
export const isForVueRouter = ({ components }: Site): boolean =>
  components.some(({ uses }) => uses.some(use => use.kind === 'vue-route'))

const SHOWN = new Set<Use['kind']>(['route-element', 'route-component', 'vue-route', 'element'])

const unusable = (site: Site, target: SourceFile | undefined): string | null => {
  const clash = isForVueRouter(site) ? null : ReactNames.clash(site.file)
  if (clash !== null) return `${site.file.path} uses the name ${clash} for something else`
  const waiting = waitingHazard(site)
  if (waiting !== null) return waiting
  for (const { binding, exported, uses } of site.components) {
    const typed = uses.find(use => use.kind === 'type')
    if (typed) return `${site.file.path}:${lineOf(typed.node)} uses ${binding.local} as a type as well as a value`
    const shown = uses.some(({ kind }) => SHOWN.has(kind))
    const called = uses.some(use => use.kind === 'call')
    const initializes = called && !shown && headGuard(target, exported) !== null
    const late = uses.find(use => use.kind === 'other' && use.later)
    if (late?.kind === 'other' && !shown && !called) {
      return `${site.file.path}:${lineOf(late.node)} uses ${binding.local} in a function that does not wait: only an asynchronous one could load it first`
    }
    const [other] = uses.flatMap(use => {
      if (use.kind === 'other') return [use.node]
      if (use.kind === 'awaitable' && (shown || called)) return [use.reference.node]
      return use.kind === 'call' && !initializes ? [use.call.node] : []
    })
    if (other) return `${site.file.path}:${lineOf(other)} uses ${binding.local} at once, not only as an element`
    if (exported === '*') return `${site.file.path} imports all of it under one name`
    for (const use of uses) {
      if ((use.kind === 'element' || use.kind === 'route-element') && hasRef(use.element.node)) {
        return `${site.file.path}:${lineOf(use.element.node)} gives ${binding.local} a ref, which would be empty until it is there`
      }
      if (use.kind === 'element' && isRouteElement(use.element.node)) {
        return `${site.file.path}:${lineOf(use.element.node)} is a route, which its router reads instead of showing it`
      }
      if (use.kind === 'element' && !use.conditional && holdsOthers(use.element.node)) {
        return `${site.file.path}:${lineOf(use.element.node)} shows other elements inside ${binding.local}, which would wait for it`
      }
      if (!canWait(use))
        return `${binding.local} is rendered by a router that nothing in ${site.file.path} could wait for`
      if ('route' in use && use.route.layout) {
        return `${binding.local} is the layout of other routes: it holds what stays on the screen`
      }
    }
  }
  return null
}

/** True where a name is a type, by how it is imported or by all that is done with it; in TypeScript also where that is nothing. */
const isOnlyType = (file: SourceFile, binding: ImportedBinding): boolean => {
  if (binding.type) return true
  const uses = usesOf(file, binding.local)
  return uses.length > 0 ? uses.every(use => use.kind === 'type') : /\.[cm]?tsx?$/.test(file.path)
}

interface Draft {
  readonly modules: Set<string>
  readonly sites: Site[]
  refused: string | null
}

const draftSites = (tree: SourceTree): { drafts: Map<string, Draft>; refusals: Refusal[] } => {
  const drafts = new Map<string, Draft>()
  const refusals: Refusal[] = []
  for (const file of tree.files.values()) {
    // Of a component only the code is known: what its template does with an import is not.
    if (isComponentFile(file.path)) continue
    for (const statement of file.imports) {
      if (statement.node.type !== 'ImportDeclaration' || isStyle(statement.specifier)) continue
      const bySubject = new Map<string, { target: Target; components: Site['components'][number][] }>()
      let refused: string | null = null
      const types = statement.bindings.filter(binding => isOnlyType(file, binding))
      if (types.length > 0 && types.length === statement.bindings.length) continue
      for (const binding of statement.bindings) {
        const uses = usesOf(file, binding.local)
        if (types.includes(binding) || uses.length === 0) continue
        const target = targetOf(tree, file, statement, binding.imported)
        if (typeof target === 'string') {
          refusals.push({ subject: `${file.path}: ${binding.local}`, reason: target })
          continue
        }
        const one = bySubject.get(target.subject) ?? { target, components: [] }
        one.components.push({ binding, exported: target.exported, uses })
        bySubject.set(target.subject, one)
      }
      if (statement.bindings.length === 0) refused = `${file.path} imports it for its effects`
      if (bySubject.size > 1) refused = `${file.path} imports it together with other modules in one statement`
      const effectOnly = statement.bindings.length === 0 ? targetOf(tree, file, statement, '*') : null
      if (effectOnly && typeof effectOnly !== 'string')
        bySubject.set(effectOnly.subject, { target: effectOnly, components: [] })
      for (const [subject, { target, components }] of bySubject) {
        if (target.modules.length === 0) continue
        const draft = drafts.get(subject) ?? { modules: new Set(), sites: [], refused: null }
        const site: Site = { file, statement, specifier: target.specifier, components, types }
        for (const module of target.modules) draft.modules.add(module)
        if (draft.sites.some(other => other.file === file)) draft.refused ??= `${file.path} imports it twice`
        draft.sites.push(site)
        draft.refused ??= refused ?? unusable(site, tree.files.get(subject))
        drafts.set(subject, draft)
      }
    }
  }
  return { drafts, refusals }
}

/** Files that import one of the modules statically without being among the sites: they would keep it in the first load. */
const strangers = (graph: ModuleGraph, draft: Draft): string[] => {
  const known = new Set(draft.sites.map(site => site.file.path))
  const importers = [...draft.modules].flatMap(path => graph.modules.get(path)?.importedBy ?? [])
  return importers
    .filter(
      importer =>
        !importer.dynamic && graph.modules.get(importer.path)?.packageName === null && !known.has(importer.path),
    )
    .map(importer => importer.path)
}

/** Everything whose imports could become dynamic, by how it is used; and what could not, with the reason. */
export const findSplits = (
  tree: SourceTree,
): { readonly splits: readonly Split[]; readonly refusals: readonly Refusal[] } => {
  const { drafts, refusals } = draftSites(tree)
  const splits: Split[] = []
  for (const [subject, draft] of drafts) {
    const uses = draft.sites.flatMap(site => site.components.flatMap(component => component.uses))
    const shown = uses.filter(use => use.kind !== 'type' && use.kind !== 'closing' && use.kind !== 'other')
    if (draft.modules.size === 0) continue
    if (shown.length === 0) {
      // What is used at once in many places is no candidate; what only handlers and effects use nearly is one.
      const values = uses.filter(use => use.kind === 'other')
      if (draft.refused !== null && values.length > 0 && values.every(use => use.later))
        refusals.push({ subject, reason: draft.refused })
      continue
    }
    const routes = shown.flatMap(use => ('route' in use ? [use.route] : []))
    const awaited = shown.every(use => use.kind === 'awaitable')
    const initializes = shown.every(use => use.kind === 'call')
    const kind = routes.length > 0 ? 'route' : awaited ? 'library' : initializes ? 'initializer' : 'component'
    const [stranger] = strangers(tree.graph, draft)
    const refused = draft.refused ?? (stranger === undefined ? null : `${stranger} imports it too`)
    if (refused !== null) {
      refusals.push({ subject, reason: refused })
      continue
    }
    const modules = [...draft.modules]
    splits.push({
      subject,
      kind,
      modules,
      sites: draft.sites,
      cuts: draft.sites.flatMap(site => modules.map(module => edge(site.file.path, module))),
      patterns: [...new Set(routes.map(route => route.pattern))],
      conditional: shown.every(use => use.kind !== 'element' || use.conditional),
    })
  }
  return { splits, refusals }
}
