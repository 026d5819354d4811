import { parseExpression } from '@babel/parser'
import type * as t from '@babel/types'
import { literalOf } from '../../../markup/jsx-elements.js'
import { type EncodedPicture, withBasename } from '../plan/encoded-picture.js'
import { PLAIN_ADDRESS } from '../rewrite/helper-module.js'
import { isPure } from '../rewrite/jsx-elements.js'
import type { KnownPicture } from './component-script.js'
import type { Refused, VueSource } from './context.js'
import { namesAround } from './elements.js'
import type { VueAttribute, VueElement } from './template.js'

/** `template`: the compiler makes imports of addresses like it; `text`: an expression that is text; `name`: an imported picture. */
export type Target =
  | { readonly kind: 'template' | 'text'; readonly encoded: EncodedPicture; readonly reference: string }
  | { readonly kind: 'require'; readonly encoded: EncodedPicture; readonly reference: string }
  | { readonly kind: 'name'; readonly encoded: EncodedPicture; readonly known: KnownPicture }
  | { readonly kind: 'data'; readonly expression: string; readonly quote: '"' | "'"; readonly helper: string }

/** What the `src` means; null where it shows no picture that was encoded. */
export const targetOf = (
  image: VueElement,
  src: VueAttribute,
  bound: boolean,
  component: VueSource,
): Target | Refused | null => {
  const { context, file } = component
  if (!bound) return ofAddress(src.value ?? '', component)
  // `:src` alone is short for `:src="src"`.
  const expression = parsed(src.value ?? 'src', component.typed)
  if (expression === null) return { refused: 'its address is computed by something that is not read' }
  const literal = literalOf(expression)
  if (literal !== null) {
    const encoded = context.resolve(literal, file)
    if (encoded === null) return null
    return literal.startsWith('/') ? { kind: 'text', encoded, reference: literal } : { refused: OF_ITS_PAGE }
  }
  const required = requiredBy(expression)
  if (required !== null) {
    const encoded = context.resolve(required, file)
    if (encoded === null) return null
    if (context.refusedInTemplates !== null) return { refused: context.refusedInTemplates }
    return isPlain(required, encoded) ? { kind: 'require', encoded, reference: required } : { refused: ESCAPED }
  }
  const names = namesAround(image)
  if (expression.type === 'Identifier' && !names.has(expression.name)) {
    const script = component.script()
    const picture = 'refused' in script ? null : script.picture(expression.name)
    // Why it was not encoded is said of the picture.
    if (picture === 'other') return null
    if (picture !== null)
      return context.refusedInScripts === null
        ? { kind: 'name', encoded: picture.encoded, known: picture }
        : { refused: context.refusedInScripts }
  }
  if (context.data.isEmpty) return { refused: 'its address is computed' }
  if (component.isFunctional)
    return { refused: 'its address is computed, and a functional template knows no functions' }
  if (!isPure(expression) || isFilter(expression))
    return { refused: 'its address is computed by something that may not be evaluated twice' }
  if ('refused' in context.helper) return { refused: `its address is computed, and ${context.helper.refused}` }
  if (HELPERS.some(name => names.has(name))) return { refused: 'a name that it would need means something else there' }
  return { kind: 'data', expression: src.value ?? 'src', quote: src.quote || '"', helper: context.helper.specifier }
}

/** Functions of the helper module that templates know by these names. */
export const HELPERS = ['pictureRatio', 'pictureSources']
const OF_ITS_PAGE = 'its address depends on the page that shows it'

/** Versions of the compiler differ in how they read what is escaped in an address. */
const isPlain = (reference: string, { modern, universal }: EncodedPicture): boolean =>
  [...modern, ...(universal ? [universal] : [])]
    .flatMap(({ files }) => files.map(file => withBasename(reference, file.path)))
    .concat(reference)
    .every(name => PLAIN_ADDRESS.test(name))

const ESCAPED = 'its address has characters that Vue’s compiler may read otherwise'

const ofAddress = (reference: string, { context, file }: VueSource): Target | Refused | null => {
  const encoded = context.resolve(reference.trim(), file)
  if (encoded === null) return null
  if (!/^[./~@]/.test(reference)) return { refused: OF_ITS_PAGE }
  if (!isPlain(reference, encoded)) return { refused: ESCAPED }
  if (!reference.startsWith('/') && context.refusedInTemplates !== null) return { refused: context.refusedInTemplates }
  return { kind: 'template', encoded, reference }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" }

const parsed = (written: string, typed: boolean): t.Expression | null => {
  const code = written.replace(/&(amp|lt|gt|quot|apos|#39);/g, (_, name: string) => ENTITIES[name]!)
  try {
    return parseExpression(code, { plugins: typed ? ['typescript'] : [] })
  } catch {
    return null
  }
}

/** `address | absolute` of Vue 2 calls a function. */
const isFilter = (expression: t.Expression): boolean =>
  expression.type === 'BinaryExpression' && expression.operator === '|'

const requiredBy = (expression: t.Expression): string | null => {
  if (expression.type !== 'CallExpression' || expression.arguments.length !== 1) return null
  const { callee, arguments: given } = expression
  return callee.type === 'Identifier' && callee.name === 'require' ? literalOf(given[0]!) : null
}
