import path from 'node:path'
import type { Declaration } from 'postcss'
import { parseSheet } from '../../../html/parse-sheet.js'
import type { WorkPicture } from '../plan/encode-pictures.js'
import type { SourceText } from '../plan/project.js'
import type { Resolve } from '../plan/resolve.js'
import type { Site } from './site.js'

const URL_IN_VALUE = /\burl\(\s*(["']?)([^"')]+)\1\s*\)/gi

/** Pictures that a style sheet shows by `url()`, but for what stands there as the fallback of an `image-set()`. */
export const sheetSites = (
  { path: file, text }: SourceText,
  resolve: Resolve<WorkPicture>,
  bundled: boolean,
  /** Where it begins in its file, and what it is written in, where it is a part of one. */
  offset = 0,
  language = path.posix.extname(file).slice(1),
): Site[] => {
  // The parser leaves a byte order mark out of its count of places.
  if (text.startsWith('\uFEFF')) return []
  let root: ReturnType<typeof parseSheet>
  try {
    root = parseSheet(text, `sheet.${language}`)
  } catch {
    return []
  }
  const sites: Site[] = []
  root.walkDecls(declaration => {
    if (!/\burl\(/i.test(declaration.value) || /image-set\(/i.test(declaration.value) || hasSet(declaration)) return
    const start = declaration.source!.start!.offset
    const end = declaration.source!.end!.offset
    for (const match of text.slice(start, end).matchAll(URL_IN_VALUE)) {
      const reference = match[2]!.trimEnd()
      const work = resolve(reference, file)
      if (work === null) continue
      const at = start + match.index + match[0].indexOf(reference, 4)
      sites.push({
        file,
        start: offset + at,
        end: offset + at + reference.length,
        reference,
        work,
        kind: bundled ? 'module' : 'address',
        natural: !isSized(work),
        refused: null,
      })
    }
  })
  return sites
}

const hasSet = (declaration: Declaration): boolean =>
  declaration.parent?.some(n => n.type === 'decl' && n !== declaration && /image-set\(/i.test(n.value)) ?? false

/** Whether every box that has it as a background was seen to say how large it is painted. */
const isSized = ({ file }: WorkPicture): boolean => {
  const seen = file.showings.filter(s => s.image.via === 'css-background')
  return seen.length > 0 && seen.every(({ image }) => /^(?:cover|contain|[\d.])/.test(image.objectFit))
}

/** The style blocks of a component or page, each with where it begins. */
export const styleBlocks = (
  text: string,
): readonly { readonly text: string; readonly at: number; readonly language: string }[] =>
  [...text.matchAll(/<style\b([^>]*)>([\s\S]*?)<\/style\s*>/gi)].map(match => ({
    text: match[2]!,
    at: match.index + match[0].indexOf('>') + 1,
    language: /\blang=["']?(\w+)/.exec(match[1]!)?.[1] ?? 'css',
  }))
