import path from 'node:path'
import { escapePattern } from '../../../../system/escape-pattern.js'
import type { Project } from './project.js'

/** Uses of a picture that want the file as it is, beyond being shown: links to it, social previews, application icons, downloads. */
export const otherUse = (file: string, project: Project): string | null => {
  const name = escapePattern(path.posix.basename(file))
  const uses: readonly (readonly [RegExp, string])[] = [
    [new RegExp(`<a\\b[^>]*href=["'{\`][^"'>]*${name}`, 'i'), 'a link opens it'],
    [new RegExp(`<meta\\b[^>]*content=["'][^"'>]*${name}`, 'i'), 'a preview (og:image) uses it'],
    // A preload asks for what is shown.
    [new RegExp(`<link\\b(?![^>]*\\brel=["']?preload)[^>]*href=["'][^"'>]*${name}`, 'i'), 'an icon uses it'],
    [
      new RegExp(`"(?:image|logo|contentUrl|thumbnailUrl)"\\s*:\\s*\\[?\\s*"https?:[^"]*${name}`, 'i'),
      'structured data names it',
    ],
  ]
  const texts = [...project.pages, ...project.modules, ...project.others]
  for (const { path: where, text } of texts) {
    if (!text.includes(path.posix.basename(file))) continue
    const use = uses.find(([pattern]) => pattern.test(text))
    if (use) return `${use[1]} (${where})`
    if (/manifest[^/]*\.json$|\.webmanifest$/.test(where)) return `an application manifest names it (${where})`
  }
  return null
}
