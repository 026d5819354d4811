import type { ReadableWorkspace } from '../../../model/change.js'
import type { BundleObservation } from '../../../model/observation.js'
import { parseSource, type SourceFile, traverse } from '../../source/parse.js'

const GLOBAL = /^(window|globalThis|self|document)$/
const STYLES = /\.(css|s[ac]ss|less|styl)([?#]|$)/
const NO_SCRIPT = /\.(css|s[ac]ss|less|styl|svg|png|jpe?g|gif|webp|avif|woff2?)([?#]|$)/

/** Whether a module sets something on the page's global objects when it runs, outside of any function. */
const setsGlobals = (file: SourceFile): boolean => {
  let found = false
  traverse(file.ast, {
    Function(path) {
      path.skip()
    },
    AssignmentExpression({ node: { left } }) {
      let object = left
      while (object.type === 'MemberExpression') object = object.object as typeof object
      if (left.type === 'MemberExpression' && object.type === 'Identifier' && GLOBAL.test(object.name)) found = true
    },
  })
  return found
}

/** Scripts that a module imports for what they do rather than for what they export. */
const importedForEffect = (file: SourceFile): readonly string[] =>
  file.imports
    .filter(
      ({ node, specifier }) =>
        node.type === 'ImportDeclaration' && node.specifiers.length === 0 && !NO_SCRIPT.test(specifier),
    )
    .map(({ specifier }) => specifier)

/** Whether a style sheet comes with a module: it would go where the module goes, to another place among the others. */
const hasStyles = (file: SourceFile, text: string): boolean =>
  /<style\b/.test(text) || file.imports.some(({ specifier }) => STYLES.test(specifier))

/** The scripts of a single-file component as one text, with its language in the name. */
const scriptOf = (path: string, text: string): readonly [path: string, text: string] => {
  if (!/\.(vue|svelte)$/.test(path)) return [path, text]
  const scripts = [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
  const typed = scripts.some(([, attributes]) => /\blang=["']?tsx?/.test(attributes!))
  return [`${path}.${typed ? 'ts' : 'js'}`, scripts.map(([, , script]) => script).join('\n')]
}

/** What the order of execution means to a project's own code. */
export interface OrderOfOwn {
  /** Why packages must not run before the project's own modules, or null. */
  readonly hazard: string | null
  /** Whether own modules may run before others of the project that don't import them. */
  readonly mayMove: boolean
}

/**
 * A file of ES modules runs after all the files that it imports: packages in files of their own run before any code of the project. That makes
 * a difference where own code sets what packages may read, or imports packages for their effect, at a place among the others.
 */
export const orderOfOwn = async (
  { modules }: Pick<BundleObservation, 'modules'>,
  workspace: ReadableWorkspace,
): Promise<OrderOfOwn> => {
  let mayMove = true
  for (const { path, packageName } of modules) {
    if (packageName !== null || !/\.([cm]?[jt]sx?|vue|svelte)$/.test(path) || !(await workspace.exists(path))) continue
    const text = await workspace.readText(path)
    const file = parseSource(...scriptOf(path, text))
    const refuse = (hazard: string): OrderOfOwn => ({ hazard, mayMove: false })
    if (file === null) return refuse(`${path} could not be read: whether packages may run before it is not known`)
    if (setsGlobals(file)) return refuse(`${path} sets something global when it runs, which packages may look for`)
    if (hasStyles(file, text)) mayMove = false
    for (const specifier of importedForEffect(file)) {
      if (!specifier.startsWith('.'))
        return refuse(`${path} imports ${specifier} for its effect: its place among the others could change`)
      mayMove = false
    }
  }
  return { hazard: null, mayMove }
}
