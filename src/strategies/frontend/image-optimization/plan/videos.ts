import MagicString from 'magic-string'
import type { DefaultTreeAdapterTypes } from 'parse5'
import type { PictureFile } from '../../../../instruments/images/inventory.js'
import type { Finding } from '../../../../model/actuator.js'
import type { Observation } from '../../../../model/observation.js'
import { parseMarkup } from '../../../html/parse-markup.js'
import type { SourceText } from './project.js'
import { makeResolver } from './resolve.js'

type Element = DefaultTreeAdapterTypes.Element

/** Pages' videos whose first picture is the largest thing that visitors see, and that show none until the video itself has come. */
export const postersMissing = ({ pages }: Pick<Observation, 'pages'>): Finding[] => {
  const found = new Map<string, Finding>()
  for (const { page, loads, survey } of pages)
    for (const { lcp } of loads) {
      if (lcp === null || !isVideo(lcp.selector)) continue
      if (survey.images.some(i => i.via === 'video-poster' && i.selector === lcp.selector)) continue
      found.set(page.id, {
        subject: page.path,
        message: `the first frame of \`${lcp.selector}\` is the largest element, after ${Math.round(lcp.time)} ms, and the video has no poster: a picture of that frame would come first`,
        metric: 'largest-contentful-paint',
        value: Math.round(lcp.time),
      })
    }
  return [...found.values()]
}

const isVideo = (selector: string): boolean => /(?:^|[\s>+~])video(?:[.#:[][^\s>]*)?$/.test(selector)

/**
 * Videos that are fetched with the page, though they are below its first view and start when they are asked to: as much of them as says how
 * long and large they are is fetched then. Where a video is, its poster was seen to be.
 */
export const laterVideos = (
  source: SourceText,
  { files }: { readonly files: readonly PictureFile[] },
): { readonly text: string; readonly details: readonly string[] } => {
  if (!/<video\b/i.test(source.text)) return { text: source.text, details: [] }
  const root = parseMarkup(source.text)
  const resolve = makeResolver(files.map(file => ({ file })))
  const output = new MagicString(source.text)
  const details: string[] = []
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node && node.tagName === 'video') {
      const place = node.sourceCodeLocation?.attrs?.preload
      const poster = attribute(node, 'poster')
      const picture = poster === null ? null : resolve(poster, source.path)?.file
      if (place && picture && isEager(node) && isBelow(picture)) {
        output.overwrite(place.startOffset, place.endOffset, 'preload="metadata"')
        details.push(`${source.path}: the video with the poster ${poster} is fetched when it is played`)
      }
    }
    if ('content' in node) visit(node.content)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(root)
  return { text: output.toString(), details }
}

const isEager = (video: Element): boolean =>
  /^(?:auto)?$/i.test(attribute(video, 'preload')?.trim() ?? 'none') && attribute(video, 'autoplay') === null

const isBelow = ({ showings }: PictureFile): boolean => {
  const seen = showings.filter(({ image }) => image.via === 'video-poster')
  return seen.length > 0 && seen.every(({ image }) => !image.inFirstView && !image.isLcp)
}

const attribute = (node: Element, name: string): string | null => node.attrs.find(a => a.name === name)?.value ?? null
