import MagicString from 'magic-string'
import { defaultTreeAdapter as adapter, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Refusal } from '../../model/actuator.js'
import type { ShownImage } from '../../model/observation.js'
import { chooseDimensions, type Dimensions } from './choose-dimensions.js'
import { allowInline, policySources } from './content-security-policy.js'
import { attribute, shownElements } from './elements.js'
import { selectorOf } from './selector-of.js'
import { servedPath, type TextOf } from './served-texts.js'
import type { ServedView } from './served-views.js'
import { ownSizeOf } from './svg-size.js'

export interface GivenDimensions extends Dimensions {
  /** The address as the page writes it. */
  readonly address: string
  /** Where it is, as the surveys that showed it say, and what it showed there. */
  readonly selectors: readonly string[]
  readonly shown: readonly string[]
}

export interface DimensionedPage {
  readonly text: string
  readonly given: readonly GivenDimensions[]
  readonly refusals: readonly Refusal[]
}

/** Notation of template languages. */
const TEMPLATE = /<%|%>|\{\{|\}\}|\{%|%\}|<\?|\?>|\$\{/

const listed = (srcset: string): { readonly address: string; readonly wide: boolean }[] =>
  srcset.split(/,\s+|,$/).flatMap(part => {
    const [address = '', descriptor = ''] = part.trim().split(/\s+/)
    return address === '' ? [] : [{ address, wide: descriptor.endsWith('w') }]
  })

interface Named {
  readonly addresses: readonly string[]
  readonly widthVaries: boolean
}

/** All that an `<img>` may show, with the sources of its `<picture>`. */
const namedBy = (image: Tree.Element): Named => {
  const parent = image.parentNode
  const sources =
    parent && adapter.isElementNode(parent) && parent.tagName === 'picture'
      ? parent.childNodes.filter(adapter.isElementNode).filter(({ tagName }) => tagName === 'source')
      : []
  const lists = [image, ...sources].flatMap(one => listed(attribute(one, 'srcset') ?? ''))
  return {
    addresses: [attribute(image, 'src'), ...lists.map(({ address }) => address)].filter(one => one !== undefined),
    widthVaries: lists.some(({ wide }) => wide) || sources.some(one => attribute(one, 'media') !== undefined),
  }
}

const mayHaveStyles = (all: readonly Tree.Element[]): boolean =>
  all
    .filter(one => one.tagName === 'meta' && /^content-security-policy$/i.test(attribute(one, 'http-equiv') ?? ''))
    .map(one => policySources(attribute(one, 'content') ?? '', 'style-src-attr', 'style-src', 'default-src'))
    .every(sources => sources === undefined || allowInline(sources))

const ownWidthOf = (image: Tree.Element): number | 'other' | null => {
  const value = attribute(image, 'width')
  if (value === undefined) return null
  return /^[1-9]\d*$/.test(value) ? Number(value) : 'other'
}

const write = (text: MagicString, html: string, image: Tree.Element, { form, width, height }: Dimensions): boolean => {
  const at = image.sourceCodeLocation!
  const ratio = `aspect-ratio: auto ${width} / ${height}`
  const style = at.attrs?.style
  const added: string[] = []
  if (form !== 'ratio' && attribute(image, 'width') === undefined) added.push(`width="${width}"`)
  if (form === 'attributes') added.push(`height="${height}"`)
  else if (style === undefined) added.push(`style="${ratio}"`)
  else {
    const [, head] = /^(style\s*=\s*["'])/i.exec(html.slice(style.startOffset, style.endOffset)) ?? []
    if (head === undefined) return false
    text.appendLeft(style.startOffset + head.length, `${ratio}; `)
  }
  const named = /^<[a-z]+/i.exec(html.slice(at.startOffset, at.endOffset))
  if (named === null) return false
  if (added.length > 0) text.appendLeft(at.startOffset + named[0].length, ` ${added.join(' ')}`)
  return true
}

/** A drawing's own size limits what may be written; as a sentence's end where nothing may. */
export const withoutOwnSize = async (
  showings: readonly ShownImage[],
  page: string,
  textOf: TextOf,
): Promise<{ readonly varies: boolean } | string> => {
  let varies = false
  for (const { url, contentType } of showings) {
    if (!/svg/i.test(contentType) && !/\.svg(?:[?#]|$)/i.test(url)) continue
    const text = await textOf(page, url)
    if (text === null) return 'it is a drawing that cannot be read: whether it has a size of its own is not known'
    const own = ownSizeOf(text)
    if (!own.shape) return 'it is a drawing without a size of its own'
    varies ||= !own.size
  }
  return { varies }
}

/**
 * Writes the dimensions of pictures into a page's HTML, so that their places are held while they load. Nothing moves once they are there; a
 * picture of which that is not certain is left alone. Everything else stays as it is, byte for byte; applied again, nothing changes.
 *
 * @param file the HTML file, for refusals
 * @param views where the file is served, with every look at it
 * @param styleAttributes false where a server's policy keeps `style` attributes from working
 * @param hashOf the sha-256 of the project's picture that an address of the file names, where a build gives pictures names of its own; null where it names none
 */
export const giveDimensions = async (
  html: string,
  file: string,
  views: readonly ServedView[],
  textOf: TextOf,
  styleAttributes: boolean,
  hashOf: (address: string) => Promise<string | null> = () => Promise.resolve(null),
): Promise<DimensionedPage> => {
  const all = shownElements(parse(html, { sourceCodeLocationInfo: true }))
  const left = (reason: string): DimensionedPage => ({ text: html, given: [], refusals: [{ subject: file, reason }] })
  const unsized = all.filter(
    one =>
      one.tagName === 'img' &&
      one.sourceCodeLocation &&
      (attribute(one, 'width') === undefined || attribute(one, 'height') === undefined),
  )
  if (unsized.length === 0) return { text: html, given: [], refusals: [] }
  if (all.some(one => one.tagName === 'base' && attribute(one, 'href') !== undefined))
    return left('says by <base> what its addresses are relative to')
  const ratioAllowed = styleAttributes && mayHaveStyles(all)
  const output = new MagicString(html)
  const given: GivenDimensions[] = []
  const refusals: Refusal[] = []
  for (const image of unsized) {
    const address =
      attribute(image, 'src') ?? attribute(image, 'srcset')?.trim().split(/\s/)[0] ?? 'a picture without an address'
    const refuse = (reason: string): void => void refusals.push({ subject: `${file}: ${address}`, reason })
    const { startOffset, endOffset } = image.sourceCodeLocation!
    if (TEMPLATE.test(html.slice(startOffset, endOffset))) {
      refuse('its tag holds template code')
      continue
    }
    const { addresses, widthVaries } = namedBy(image)
    const selector = selectorOf(image, all)
    const hashes = new Set((await Promise.all(addresses.map(hashOf))).filter(one => one !== null))
    const showings = views.flatMap(({ path, surveys }) => {
      const own = new Set(addresses.flatMap(one => servedPath(path, one) ?? []))
      return surveys.flatMap(({ images }) => {
        const shown = images.filter(
          one => one.via === 'img' && (own.has(servedPath(path, one.url) ?? '') || hashes.has(one.bodyHash ?? '')),
        )
        const itself = shown.filter(one => one.selector === selector)
        // Where scripts have moved it, any that shows the same may be it.
        return itself.length > 0 ? itself : shown
      })
    })
    if (showings.length === 0) {
      refuse('no view of the measured pages shows it from this address')
      continue
    }
    // Of several that it may be, some have dimensions: the others say what it is like.
    const untold = showings.filter(({ hasDimensions }) => !hasDimensions)
    if (untold.length === 0) continue
    const own = await withoutOwnSize(untold, views[0]!.path, textOf)
    if (typeof own === 'string') {
      refuse(own)
      continue
    }
    const markup = {
      ownWidth: ownWidthOf(image),
      ownHeight: attribute(image, 'height') !== undefined,
      widthVaries: widthVaries || own.varies,
    }
    const found = chooseDimensions(
      untold,
      markup,
      ratioAllowed && !/aspect-ratio/i.test(attribute(image, 'style') ?? ''),
    )
    if (typeof found === 'string') refuse(found)
    else if (!write(output, html, image, found)) refuse('its tag is written in a way that is not understood')
    else
      given.push({
        ...found,
        address,
        selectors: [...new Set(untold.map(({ selector }) => selector))],
        shown: [...new Set(untold.map(({ url }) => url))],
      })
  }
  return { text: output.toString(), given, refusals }
}
