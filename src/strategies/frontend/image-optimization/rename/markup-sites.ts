import { dataAddress } from '../plan/data-pictures.js'
import type { WorkPicture } from '../plan/encode-pictures.js'
import type { SourceText } from '../plan/project.js'
import type { Resolve } from '../plan/resolve.js'
import type { Site } from './site.js'

/** Attributes that hold the address of a picture which is shown, at once or by a lazy loader. */
const PRELOAD =
  /<link\b(?=[^>]*\brel\s*=\s*["']?preload)(?=[^>]*\bas\s*=\s*["']?image\b)[^>]*?(?<![\w:.@-])(?:href)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)')/gi
const SHOWING =
  /(?<![\w:.@-])(?:src|poster|xlink:href|data-(?:src|lazy|lazy-src|original|bg|background|background-image|image|img|poster))\s*[=:]\s*(?:"([^"\n]*)"|'([^'\n]*)')/gi

/** Addresses that stand in markup of whatever language as an attribute's whole value. */
export const markupSites = (
  { path: file, text }: SourceText,
  resolve: Resolve<WorkPicture>,
  { bundled }: { readonly bundled: boolean },
): Site[] => {
  const sites: Site[] = []
  // What is in scripts and styles is looked at as such; what is in `<picture>` has its sources.
  const markup = text.replace(/<(script|style|picture)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi, whole =>
    ' '.repeat(whole.length),
  )
  for (const pattern of [SHOWING, PRELOAD])
    for (const match of markup.matchAll(pattern)) {
      const reference = match[1] ?? match[2]!
      const work = resolve(reference, file)
      if (work === null || /[{}<>]/.test(reference)) continue
      const start = match.index + match[0].length - 1 - reference.length
      const isModule = bundled && !reference.startsWith('/')
      if (!isModule && dataAddress(work.file) === null) continue
      sites.push({
        file,
        start,
        end: start + reference.length,
        reference,
        work,
        kind: isModule ? 'module' : 'address',
        // A script may show it larger than it was seen.
        natural: /^data-(?:image|img)\b/i.test(match[0]),
        ...(pattern === PRELOAD ? { preload: true } : {}),
        refused: null,
      })
    }
  return sites
}
