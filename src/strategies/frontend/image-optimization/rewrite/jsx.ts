import type { NodePath, Scope } from '@babel/traverse'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import type { Showing } from '../../../../instruments/images/inventory.js'
import type { Refusal } from '../../../../model/actuator.js'
import { attribute, literalOf, nameOf, sketchOf } from '../../../markup/jsx-elements.js'
import { parseModule, traverseModule } from '../../../markup/parse-module.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { ShowsAsGiven } from '../plan/components.js'
import { type EncodedPicture, withBasename } from '../plan/encoded-picture.js'
import type { Resolve } from '../plan/resolve.js'
import { srcset, type Treatment, type TreatmentContext, treat } from '../plan/treatment.js'
import { type CssContext, rewriteStyleValue } from './css.js'
import { type DataPictures, shownByData } from './data-images.js'
import { describe } from './html.js'
import { factsOf, isPure } from './jsx-elements.js'
import { importedPictures, type PictureImports } from './jsx-imports.js'
import { type RewrittenCode, type ShownAs, untouched } from './rewritten.js'

export interface JsxContext extends TreatmentContext, CssContext {
  readonly resolve: Resolve<EncodedPicture>
  /** The showings of a picture that this element may be the source of. */
  showingsOf(encoded: EncodedPicture, file: string, sketch: ElementSketch): readonly Showing[]
  readonly data: DataPictures
  /** Module specifier of the helper, as seen from this file; null where helpers cannot be used, with the reason. */
  readonly helper: { readonly specifier: string } | { readonly refused: string }
  /** Why pictures of new types cannot be imported, or null where they can. */
  readonly importRefusal: string | null
  readonly showsAsGiven: ShowsAsGiven
  /** `fetchPriority` is known to React since 18.3; before, the attribute's own name passes through. */
  readonly fetchPriority: 'fetchPriority' | 'fetchpriority'
}

/** Rewrites `<img>` elements and literal background styles of a JSX module. What is not touched keeps its formatting. */
export const rewriteJsx = (source: string, file: string, context: JsxContext): RewrittenCode => {
  const nothing = untouched(source)
  if (!/<img\b|backgroundImage/.test(source)) return nothing
  const tree = parseModule(source, file)
  if ('refused' in tree) return { ...nothing, refusals: [{ subject: file, reason: tree.refused }] }
  const edit: Edit = {
    source,
    file,
    context,
    output: new MagicString(source),
    imports: importedPictures(tree, source, file, context.resolve),
    details: [],
    refusals: [],
    used: new Set(),
    shown: [],
    helpers: new Set(),
    passed: new Set(),
  }
  traverseModule(tree, {
    JSXElement: path => rewriteElement(path, edit),
    ObjectProperty: path => rewriteBackground(path, edit),
  })
  const added = [...edit.imports.added()]
  if (edit.helpers.size > 0 && 'specifier' in context.helper)
    added.push(`import { ${[...edit.helpers].sort().join(', ')} } from '${context.helper.specifier}'`)
  if (added.length > 0) {
    const { at, lead, semicolon } = edit.imports.insertion(source)
    edit.output.appendLeft(
      at,
      lead +
        added
          .map(line => `${line}${semicolon}\n`)
          .join('')
          .replace(/\n$/, lead === '' ? '\n' : ''),
    )
  }
  return {
    text: edit.output.toString(),
    details: edit.details,
    refusals: edit.refusals,
    used: [...edit.used],
    shown: edit.shown,
    usesHelper: edit.helpers.size > 0,
    passed: [...edit.passed],
    importsPictures: [...edit.imports.added()].length > 0,
  }
}

interface Edit {
  readonly source: string
  readonly file: string
  readonly context: JsxContext
  readonly output: MagicString
  readonly imports: PictureImports
  readonly details: string[]
  readonly refusals: Refusal[]
  readonly used: Set<EncodedPicture>
  readonly shown: ShownAs[]
  readonly helpers: Set<string>
  readonly passed: Set<EncodedPicture>
}

const rewriteElement = (path: NodePath<t.JSXElement>, edit: Edit): void => {
  if (nameOf(path.node) !== 'img') return
  if (path.parent.type === 'JSXElement' && nameOf(path.parent) === 'picture') return
  const src = attribute(path.node, 'src')
  const target = src?.value ? targetOf(src.value, path.scope, edit) : null
  if (!src || target === null) return
  const subject = edit.source.slice(src.start!, src.end!)
  const found = 'refused' in target ? target : treatElement(path, target, edit)
  if ('refused' in found) {
    edit.refusals.push({ subject: `${edit.file}: ${subject}`, reason: found.refused })
    return
  }
  if ('refused' in target) return
  write(
    path,
    edit,
    sourcesMarkup(target, found.treatment, edit),
    found.treatment,
    ratioOf(target, found.treatment, edit),
  )
  for (const picture of found.passed) edit.passed.add(picture)
  for (const picture of found.pictures) {
    edit.used.add(picture)
    // What data puts there offers its own files, all of them.
    const sources = target.kind === 'data' ? picture.modern : found.treatment.sources
    edit.shown.push({ picture, form: found.treatment.form, sources, sizes: found.treatment.sizes })
  }
  edit.details.push(
    target.kind === 'data'
      ? `${edit.file}: ${subject}: encodings of ${found.pictures.length} pictures by address${found.treatment.loading === null ? '' : `; loading=${found.treatment.loading}`}`
      : describe(edit.file, subject, found.treatment),
  )
}

interface Refused {
  readonly refused: string
}

interface Found {
  readonly treatment: Treatment
  readonly pictures: readonly EncodedPicture[]
  /** Those of them that the helper module has to import. */
  readonly passed: readonly EncodedPicture[]
}

/** What is to be written for the element, or why it is left alone. */
const treatElement = (
  path: NodePath<t.JSXElement>,
  target: Exclude<Target, Refused>,
  { context, file, source }: Edit,
): Found | Refused => {
  const { node } = path
  if (node.openingElement.attributes.some(a => a.type === 'JSXSpreadAttribute'))
    return { refused: 'spread props may set its sources' }
  if (attribute(node, 'srcSet') ?? attribute(node, 'sizes')) return { refused: 'it already names several sources' }
  const sketch = sketchOf(path)
  const facts = factsOf(path, sketch, source, context.showsAsGiven)
  if (target.kind !== 'data') {
    const treatment = treat(target.encoded, context.showingsOf(target.encoded, file, sketch), facts, context)
    return 'refused' in treatment ? treatment : { treatment, pictures: [target.encoded], passed: [] }
  }
  const shown = shownByData(context.data, file, target.expression, sketch)
  if ('refused' in shown) return shown
  const { pictures, passed } = shown
  const treatment = treat(pictures[0]!, shown.showings, facts, context)
  if ('refused' in treatment) return treatment
  if (treatment.form === 'srcset') return { refused: `it cannot be wrapped: ${treatment.note}` }
  // Pictures that data puts here differ in size: nothing of one may be written for all, but the helper knows each one's shape.
  return { treatment: { ...treatment, width: null, height: null }, pictures, passed }
}

type Target =
  | { readonly kind: 'address'; readonly encoded: EncodedPicture; readonly reference: string }
  | { readonly kind: 'import'; readonly encoded: EncodedPicture; readonly name: string }
  | { readonly kind: 'data'; readonly expression: string }
  | Refused

/** What the `src` means: a literal address, an imported file, or an address that data decides. */
const targetOf = (value: NonNullable<t.JSXAttribute['value']>, scope: Scope, edit: Edit): Target | null => {
  const expression = value.type === 'JSXExpressionContainer' ? value.expression : value
  const literal = literalOf(expression)
  if (literal !== null) {
    const encoded = edit.context.resolve(literal, edit.file)
    return encoded === null ? null : { kind: 'address', encoded, reference: literal }
  }
  if (expression.type === 'Identifier') {
    const imported = edit.imports.find(expression.name, scope)
    if (imported !== null)
      return edit.context.importRefusal === null
        ? { kind: 'import', encoded: imported, name: expression.name }
        : { refused: edit.context.importRefusal }
    // Why it was not encoded is said of the picture.
    if (edit.imports.isPicture(expression.name, scope)) return null
  }
  if (expression.type === 'JSXEmptyExpression' || expression.type === 'JSXElement' || expression.type === 'JSXFragment')
    return null
  if (edit.context.data.isEmpty) return { refused: 'its address is computed' }
  if (!isPure(expression)) return { refused: 'its address is computed by something that may not be evaluated twice' }
  if ('refused' in edit.context.helper)
    return { refused: `its address is computed, and ${edit.context.helper.refused}` }
  return { kind: 'data', expression: edit.source.slice(expression.start!, expression.end!) }
}

/** Attribute `srcSet={…}` or the `<source>` elements, as lines. */
const sourcesMarkup = (target: Exclude<Target, Refused>, treatment: Treatment, edit: Edit): string[] => {
  if (target.kind === 'data') {
    edit.helpers.add('pictureSources')
    return [
      `{pictureSources(${target.expression}).map(source => <source hidden key={source.type} {...source} sizes="${treatment.sizes}" />)}`,
    ]
  }
  return treatment.sources.map(source => {
    const set =
      target.kind === 'address'
        ? `"${srcset(source, path => withBasename(target.reference, path)).replaceAll('"', '&quot;')}"`
        : `{\`${srcset(source, path => `\${${inSrcset(edit.imports.nameFor(target.name, path), path)}}`)}\`}`
    return treatment.form === 'srcset'
      ? `srcSet=${set} sizes="${treatment.sizes}"`
      : `<source hidden ${source.type === null ? '' : `type="${source.type}" `}srcSet=${set} sizes="${treatment.sizes}" />`
  })
}

/** A bundler may keep a file's name in its address, and a space would end that in a `srcset`. */
const inSrcset = (name: string, path: string): string => (/\s/.test(path) ? `${name}.replace(/\\s/g, '%20')` : name)

/** The expression for the `aspectRatio` that holds the picture's box while it loads; null: none is needed. */
const ratioOf = (target: Exclude<Target, Refused>, { aspectRatio }: Treatment, edit: Edit): string | null => {
  if (aspectRatio === null) return null
  if (target.kind !== 'data') return `'${aspectRatio}'`
  edit.helpers.add('pictureRatio')
  return `pictureRatio(${target.expression})`
}

const write = (
  path: NodePath<t.JSXElement>,
  edit: Edit,
  lines: readonly string[],
  treatment: Treatment,
  ratio: string | null,
): void => {
  const { output, source, context } = edit
  const { node } = path
  const attributes: string[] = []
  if (treatment.form === 'srcset') attributes.push(...lines)
  if (treatment.width !== null) attributes.push(`width="${treatment.width}"`)
  if (treatment.height !== null) attributes.push(`height="${treatment.height}"`)
  if (ratio !== null) attributes.push(`style={{ aspectRatio: ${ratio} }}`)
  const loading = attribute(node, 'loading')
  if (treatment.loading !== null && loading)
    output.overwrite(loading.start!, loading.end!, `loading="${treatment.loading}"`)
  else if (treatment.loading !== null) attributes.push(`loading="${treatment.loading}"`)
  if (treatment.highPriority && !attribute(node, 'fetchPriority') && !attribute(node, 'fetchpriority'))
    attributes.push(`${context.fetchPriority}="high"`)
  if (attributes.length > 0) output.appendLeft(node.openingElement.name.end!, ` ${attributes.join(' ')}`)
  if (treatment.form === 'srcset') return
  const key = attribute(node, 'key')
  let keyText = ''
  if (key) {
    keyText = ` ${source.slice(key.start!, key.end!)}`
    const gap = /\s*$/.exec(source.slice(0, key.start!))![0].length
    output.remove(key.start! - gap, key.end!)
  }
  const start = node.start!
  const lineStart = source.lastIndexOf('\n', start) + 1
  const indent = /^[ \t]*$/.test(source.slice(lineStart, start)) ? source.slice(lineStart, start) : null
  const gap = indent === null ? '' : `\n${indent}  `
  output.appendLeft(
    start,
    `<picture${keyText} style={{ display: 'contents' }}>${lines.map(l => gap + l).join('')}${gap}`,
  )
  output.appendRight(node.end!, indent === null ? '</picture>' : `\n${indent}</picture>`)
}

/** `backgroundImage: 'url(/photos/a.jpg)'` in a style object: an object has no place for a fallback, so the browser is asked. */
const rewriteBackground = (path: NodePath<t.ObjectProperty>, edit: Edit): void => {
  const { node } = path
  const name = node.key.type === 'Identifier' ? node.key.name : node.key.type === 'StringLiteral' ? node.key.value : ''
  const literal = literalOf(node.value)
  if (name !== 'backgroundImage' || literal === null || node.computed) return
  const result = rewriteStyleValue(`background-image: ${literal}`, '"', edit.file, edit.context)
  edit.refusals.push(...result.refusals)
  if (result.used.length === 0) return
  const { helper } = edit.context
  if ('refused' in helper) {
    edit.refusals.push({
      subject: `${edit.file}: ${literal}`,
      reason: `a style object has no place for a fallback, and ${helper.refused}`,
    })
    return
  }
  const preferred = result.text.slice(result.text.lastIndexOf('background-image: ') + 'background-image: '.length)
  edit.helpers.add('supportedBackground')
  const raw = edit.source.slice(node.value.start!, node.value.end!)
  edit.output.overwrite(
    node.value.start!,
    node.value.end!,
    `supportedBackground('${preferred.replaceAll("'", "\\'")}', ${raw})`,
  )
  for (const picture of result.used) edit.used.add(picture)
  edit.details.push(`${edit.file}: ${literal}: image-set() where the browser knows it`)
}
