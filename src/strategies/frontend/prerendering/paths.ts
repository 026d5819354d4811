import type { ReadableWorkspace } from '../../../model/change.js'
import { withoutQuery } from '../../../model/pathname.js'
import type { PageTarget } from '../../../model/target.js'
import { escapePattern } from '../../../system/escape-pattern.js'

const SOURCES = ['**/*.{js,jsx,ts,tsx,mjs,vue}']

/** A page's path as the project's code has it: below `base`, without a slash at its end, but for `/`. */
export const ownPath = (path: string, base: string): string => path.slice(base.length).replace(/(.)\/$/, '$1')

/** Whether a router of the project has a page at just this path: `path="/about"`, `path: 'about'`. */
const isDeclared = (path: string, texts: readonly string[]): boolean => {
  const declared = new RegExp(`\\bpath\\s*[=:]\\s*\\{?\\s*["'\`]/?${escapePattern(path.slice(1))}/?["'\`]`)
  return texts.some(text => declared.test(text))
}

/**
 * Paths of measured pages that the project's code names: those whose page is one of many of its kind (`/lamps/12`) are left out, as the others
 * would stay as they are.
 *
 * @returns without a slash at their end, but for `/`
 */
export const drawnPaths = async (
  pages: readonly PageTarget[],
  base: string,
  workspace: ReadableWorkspace,
): Promise<readonly string[]> => {
  const own = pages
    .filter(({ path }) => withoutQuery(path) === path && path.startsWith(`${base}/`))
    .map(({ path }) => ownPath(path, base))
    .filter(path => !/\.\w+$/.test(path))
  const paths = [...new Set(own)]
  if (paths.every(path => path === '/')) return paths
  const texts: string[] = []
  for (const path of await workspace.list(SOURCES)) texts.push(await workspace.readText(path))
  return paths.filter(path => path === '/' || isDeclared(path, texts))
}
