import type { ChildNode, Container, Declaration, Document } from 'postcss'
import type { StyleText } from '../fonts/style-texts.js'
import type { FamilyList } from './family-lists.js'

/** Where an `@font-face` can be written: before a node at the top of a style. */
export interface FacePlace {
  readonly style: StyleText
  readonly before: ChildNode
}

/** At-rules whose content is sent with the sheet itself. Mixins and functions of preprocessors are sent from where they are used, as often as that is. */
const SENT_IN_PLACE = /^(media|supports|layer|container|scope|theme)$/i
/** `.mixin()` of Less and `%placeholder` of Sass. */
const SENT_ELSEWHERE = /^[.#][\w-]+\s*\(|^%/

/** The node at the top of a style around a declaration; null where a face before it would not be sent once, with that sheet. */
const topOf = (declaration: Declaration): ChildNode | null => {
  let node: ChildNode = declaration
  for (let up: Container | Document | undefined = node.parent; up && up.type !== 'root'; up = up.parent)
    node = up as ChildNode
  if (node.type === 'rule') return SENT_ELSEWHERE.test(node.selector) ? null : node
  return node.type === 'atrule' && SENT_IN_PLACE.test(node.name) ? node : null
}

const placeOf = (style: StyleText, declaration: Declaration): FacePlace[] => {
  const before = topOf(declaration)
  return before === null ? [] : [{ style, before }]
}

/** Rules that take their families from a variable of a preprocessor. */
const usesOf = (variable: string, styles: readonly StyleText[]): FacePlace[] => {
  const named = new RegExp(`(?<![\\w$@-])${variable.replace('$', '\\$')}(?![\\w-])`)
  return styles.flatMap(style => {
    const places: FacePlace[] = []
    style.root.walkDecls(/^font(-family)?$/i, declaration => {
      if (named.test(declaration.value)) places.push(...placeOf(style, declaration))
    })
    return places
  })
}

/** The whole page's text. */
const ofWholePages = ({ before }: FacePlace): boolean =>
  before.type === 'rule' && before.selectors.some(one => /^(:root|html|body|\*)$/i.test(one.trim()))

/** Sheets that hold for whole pages: not those of a component, which come with it. */
const isSheet = ({ style }: FacePlace): boolean =>
  /\.(css|scss|less)$/i.test(style.path) && !/\.module\.\w+$/i.test(style.path)

/**
 * Where the faces of what stands in for a family are written: in one sheet, best where the text of whole pages is styled. Without such a sheet, in each
 * page and component that names the family: they do not come together.
 */
export const facePlaces = (lists: readonly FamilyList[], styles: readonly StyleText[]): readonly FacePlace[] => {
  const places = lists.flatMap(({ style, declaration }) =>
    /^[$@]/.test(declaration.prop) ? usesOf(declaration.prop, styles) : placeOf(style, declaration),
  )
  const sheets = places.filter(isSheet)
  const best = sheets.find(ofWholePages) ?? sheets[0]
  if (best) return [best]
  return [...new Map(places.toReversed().map(place => [place.style.path, place])).values()].toReversed()
}
