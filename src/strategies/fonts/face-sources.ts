import type { Declaration } from 'postcss'
import valueParser from 'postcss-value-parser'
import { declarationsOf, type FontFace } from './font-faces.js'

/** One `url()` of an `@font-face`. */
export interface FaceSource {
  readonly url: string
  /** As written, with its quotes or none. */
  readonly written: string
  /** `woff2`, `truetype` … as `format()` says or the name does; '' where neither does. */
  readonly format: string
  /** The text of its `format()`, where it has one. */
  readonly hint: string
  /** Where its `url(` stands in the value of its declaration. */
  readonly at: number
}

export interface FaceSources {
  readonly declaration: Declaration
  readonly sources: readonly FaceSource[]
}

const BY_EXTENSION: Readonly<Record<string, string>> = {
  woff2: 'woff2',
  woff: 'woff',
  ttf: 'truetype',
  otf: 'opentype',
  eot: 'embedded-opentype',
  svg: 'svg',
}

const extensionOf = (url: string): string => /\.([a-z0-9]+)(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase() ?? ''

/** The files of a face by its last `src`, which is the one that counts. Null where it has none, or says it in another way than a plain list. */
export const faceSources = ({ rule }: FontFace): FaceSources | null => {
  const declaration = declarationsOf(rule).findLast(({ prop }) => prop.toLowerCase() === 'src')
  if (!declaration || declaration.raws.value || declaration.important) return null
  const { nodes } = valueParser(declaration.value)
  const sources = nodes.flatMap((node, index): FaceSource[] => {
    if (node.type !== 'function' || node.value.toLowerCase() !== 'url') return []
    const after = nodes.slice(index + 1)
    const end = after.findIndex(one => one.type === 'div' && one.value === ',')
    const hint = (end < 0 ? after : after.slice(0, end)).find(
      one => one.type === 'function' && one.value.toLowerCase() === 'format',
    )
    const url = node.nodes.map(one => one.value).join('')
    const said = hint && 'nodes' in hint ? (hint.nodes[0]?.value ?? '') : ''
    return [
      {
        url,
        written: valueParser.stringify(node.nodes),
        format: said.toLowerCase().replace(/-variations$/, '') || (BY_EXTENSION[extensionOf(url)] ?? ''),
        hint: hint ? valueParser.stringify(hint) : '',
        at: node.sourceIndex,
      },
    ]
  })
  return { declaration, sources }
}

const READABLE = new Set(['woff2', 'woff', 'truetype', 'opentype'])

/** The one that browsers of today take: the first in a format that they know. */
export const takenSource = ({ sources }: FaceSources): FaceSource | undefined =>
  sources.find(({ format }) => READABLE.has(format))
