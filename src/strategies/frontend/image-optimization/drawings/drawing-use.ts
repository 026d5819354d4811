import path from 'node:path'
import { escapePattern } from '../../../../system/escape-pattern.js'
import type { Project } from '../plan/project.js'

/** Packages that make markup or components of files. */
const INLINING =
  /^(?:@svgr\/|vite-plugin-svgr$|vite-svg-loader$|svg-inline-loader$|svg-sprite|vite-plugin-svg-|@svelte-put\/inline-svg|react-svg|react-inlinesvg|vue-svg-loader|svg-url-loader|babel-plugin-inline-react-svg|parcel-transformer-svg)/
/** Words beside a file's name that say that its markup becomes part of something. */
const TAKEN_APART =
  /<use\b|<object\b|<embed\b|<iframe\b|\binclude|\binline|ReactComponent|readFile|\bfetch\(|file_get_contents|XMLHttpRequest|\.load\(|\?(?:react|component|raw|jsx)|\bsprite/i

/** Why what is in a drawing may matter to more than its looks: a page, style or script reaches into it; null where it is only shown. */
export const reachesInto = (file: string, project: Project): string | null => {
  const name = path.posix.basename(file)
  const inliner = Object.keys(project.packages).find(p => INLINING.test(p))
  const fragment = new RegExp(`${escapePattern(name)}#`)
  for (const { path: where, text } of [...project.pages, ...project.modules, ...project.sheets, ...project.others]) {
    if (!text.includes(name)) continue
    if (fragment.test(text)) return `a part of it is asked for by name (${where})`
    const lines = text.split('\n').filter(line => line.includes(name))
    if (lines.some(line => line.length < 2_000 && TAKEN_APART.test(line)))
      return `its markup may become part of something else (${where})`
    if (inliner !== undefined && /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(where))
      return `${inliner} may make a component of it (${where})`
  }
  return null
}
