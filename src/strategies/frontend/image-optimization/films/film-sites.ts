import path from 'node:path'
import type { DefaultTreeAdapterTypes } from 'parse5'
import type { Showing } from '../../../../instruments/images/inventory.js'
import { parseMarkup } from '../../../html/parse-markup.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import { dataAddress } from '../plan/data-pictures.js'
import type { PipelineContext, WorkPicture } from '../plan/encode-pictures.js'
import { pageForbidsInlineStyles } from '../plan/inline-styles.js'
import { changesItsAddress, isHandler } from '../plan/own-attributes.js'
import type { Project, SourceText } from '../plan/project.js'
import type { Resolve } from '../plan/resolve.js'
import { inlineStylesWork } from '../plan/rewrite-project.js'
import { widthBefore } from '../plan/treatment.js'
import { readFilmStyles } from './film-styles.js'
import { touchedByScript } from './touched-by-script.js'

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.Node

/** An `<img>` of a page in whose place a `<video>` may stand. */
export interface FilmSite {
  readonly file: string
  /** Of the whole tag. */
  readonly start: number
  readonly end: number
  readonly src: string
  readonly alt: string | null
  /** Attributes that the video keeps, as written. */
  readonly kept: readonly string[]
  readonly width: number | null
  readonly style: readonly string[]
  readonly tag: string
}

/** Attributes that mean the same on a video. */
const KEPT = /^(?:class|id|width|height|title|lang|dir|draggable|hidden|data-v-[\da-f]+|data-astro-cid-\w+)$/
/** Those that are written anew, or have nothing to do there. */
const REPLACED = /^(?:src|alt|style|decoding|fetchpriority|loading)$/
/** What makes a picture a part of something else. */
const HELD_BY = /^(?:a|button|label|summary|picture|noscript|template|video|object|svg|math|select)$/
/** Notation of template languages, as `rewriteHtml` knows it. */
const TEMPLATE = /<%|%>|\{\{|\}\}|\{%|%\}|<\?|\?>|\$\{/
/** Texts that are read by people. */
const PROSE = /\.(?:md|txt)$/i

/**
 * The places of an animated GIF, all of them: a picture that goes on moving as a GIF elsewhere would be loaded twice.
 * @returns why it stays a picture, where one of them has to
 */
export const filmSites = (
  work: WorkPicture,
  resolve: Resolve<WorkPicture>,
  project: Project,
  context: PipelineContext,
): readonly FilmSite[] | { readonly refused: string } => {
  if (work.showings.some(({ image }) => image.via !== 'img')) return { refused: 'it is not shown by `<img>` alone' }
  if (context.target.build !== undefined && dataAddress(work.file) === null)
    return { refused: 'a bundler gives it its address' }
  if (!inlineStylesWork(project, context)) return { refused: 'a policy forbids inline styles' }
  const name = path.posix.basename(work.file.path)
  const isNamed = ({ text }: SourceText): boolean => text.includes(name) || text.includes(encodeURIComponent(name))
  const elsewhere = [...project.sheets, ...project.modules, ...project.others].find(
    one => !PROSE.test(one.path) && isNamed(one),
  )
  if (elsewhere) return { refused: `${elsewhere.path} names it too` }
  const sites: FilmSite[] = []
  for (const page of project.pages.filter(isNamed)) {
    if (!/\.html?$/i.test(page.path)) return { refused: `${page.path} is a template` }
    if (pageForbidsInlineStyles(page.text)) return { refused: `${page.path} forbids inline styles` }
    const found = sitesIn(page, work, resolve, project)
    if ('refused' in found) return found
    const mentions = page.text.split(name).length - 1
    if (mentions !== found.length) return { refused: `${page.path} names it elsewhere than in an \`<img>\` too` }
    sites.push(...found)
  }
  return sites.length > 0 ? sites : { refused: 'no page of the project names it' }
}

const sitesIn = (
  page: SourceText,
  work: WorkPicture,
  resolve: Resolve<WorkPicture>,
  project: Project,
): readonly FilmSite[] | { readonly refused: string } => {
  const sites: FilmSite[] = []
  let refused: string | null = null
  const visit = (node: Node, holder: string | null): void => {
    if (refused !== null) return
    if ('tagName' in node && node.tagName === 'img' && resolve(attribute(node, 'src') ?? '', page.path) === work) {
      const site =
        holder === null ? siteOf(node, page, work.showings, project) : { refused: `it is part of a \`<${holder}>\`` }
      if ('refused' in site) refused = `${page.path}: ${site.refused}`
      else sites.push(site)
    }
    const own = 'tagName' in node && (HELD_BY.test(node.tagName) || node.tagName.includes('-')) ? node.tagName : null
    if ('content' in node) visit(node.content, holder ?? own)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child, holder ?? own)
  }
  visit(parseMarkup(page.text), null)
  return refused === null ? sites : { refused }
}

const siteOf = (
  node: Element,
  page: SourceText,
  showings: readonly Showing[],
  project: Project,
): FilmSite | { readonly refused: string } => {
  const at = node.sourceCodeLocation
  if (!at) return { refused: 'its place is not known' }
  const tag = page.text.slice(at.startOffset, at.endOffset)
  if (TEMPLATE.test(tag)) return { refused: 'template code inside the tag' }
  const attributes = new Map(node.attrs.map(a => [a.name, a.value]))
  const strange = [...attributes.keys()].find(one => isHandler(one) || !(KEPT.test(one) || REPLACED.test(one)))
  const changed = changesItsAddress(attributes)
  if (changed !== null) return { refused: changed }
  if (strange !== undefined) return { refused: `a video has no \`${strange}\` of that meaning` }
  // A video that starts by itself is fetched at once, wherever it stands.
  if (attribute(node, 'loading')?.toLowerCase() === 'lazy') return { refused: 'it loads lazily, which videos do not' }
  const sketch = sketchOf(node)
  const touched = touchedByScript(project.scripts, sketch) ?? project.writers.writerOf(sketch, attributes)
  if (touched !== null) return { refused: touched }
  const styles = readFilmStyles(project.styleTexts)(sketch)
  if ('refused' in styles) return styles
  const own = attribute(node, 'style') ?? ''
  const says = (property: string): boolean =>
    styles.properties.has(property) || new RegExp(`(?:^|;)\\s*${property}\\s*:`, 'i').test(own)
  const size = widthBefore(showings, sketch, attributes, project.styles, own)
  if (size === null) return { refused: 'nothing says how large it is before it has come' }
  const [natural] = showings
  const ratio = natural && !says('aspect-ratio') && !(attributes.has('width') && attributes.has('height'))
  const filled = !says('object-fit') && showings.every(({ image }) => image.objectFit === 'fill')
  return {
    file: page.path,
    start: at.startOffset,
    end: at.endOffset,
    src: attribute(node, 'src') ?? '',
    alt: attribute(node, 'alt'),
    kept: node.attrs
      .filter(({ name }) => KEPT.test(name))
      .map(({ name }) => writtenAs(name, page.text, at.attrs?.[name])),
    width: size.width,
    style: [
      ...styles.declarations,
      ...(ratio ? [`aspect-ratio: auto ${natural.image.natural.width} / ${natural.image.natural.height}`] : []),
      // Pictures fill their box, videos keep their shape in it.
      ...(filled ? ['object-fit: fill'] : []),
      ...(own.trim() === '' ? [] : [own.trim().replace(/;$/, '')]),
    ],
    tag,
  }
}

const writtenAs = (name: string, text: string, at: { startOffset: number; endOffset: number } | undefined): string =>
  at === undefined ? name : text.slice(at.startOffset, at.endOffset)

const attribute = (node: Element, name: string): string | null => node.attrs.find(a => a.name === name)?.value ?? null

const sketchOf = (node: Element): ElementSketch => {
  const parent = node.parentNode
  return {
    tag: node.tagName,
    classes: (attribute(node, 'class') ?? '').split(/\s+/).filter(Boolean),
    id: attribute(node, 'id'),
    open: false,
    parent: parent && 'tagName' in parent ? sketchOf(parent) : null,
  }
}
