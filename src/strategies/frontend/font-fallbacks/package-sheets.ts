import { posix } from 'node:path'
import type { Root } from 'postcss'
import type { ReadableWorkspace } from '../../../model/change.js'
import { InstalledFiles } from '../../build-config/installed-files.js'
import { readSheet } from '../../fonts/font-faces.js'

const SOURCES = '**/*.{js,jsx,ts,tsx,mjs,cjs,mts,vue,css,scss,less}'

/** `import '…'`, `from '…'`, `require('…')`, `@import url(…)`, `@use '…'`. */
const IMPORT = /(?:\bimport|\bfrom|\brequire|@import|@use)\b[\s(]*(?:\([\w\s]*\)\s*)?(?:url\(\s*)?["']([^"'\n]+)["']/g

const importsIn = (text: string): string[] => [...text.matchAll(IMPORT)].map(found => found[1]!)

/** `@scope/name/file` or `name/file`; undefined for files of the project and other hosts. */
const PACKAGE = /^~?((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/(.+?))?(?:\?.*)?$/

const mainSheet = (manifest: string): string | null => {
  const { style, main } = (manifest === '' ? {} : JSON.parse(manifest)) as { style?: unknown; main?: unknown }
  const named = [style, main].find(one => typeof one === 'string' && one.endsWith('.css'))
  return typeof named === 'string' ? named : null
}

/** The sheet that an import of a package names, as it lies in `node_modules`; null where it names none. */
const sheetOf = async (
  specifier: string,
  installed: InstalledFiles,
): Promise<{ path: string; text: string } | null> => {
  const [, name, file] = PACKAGE.exec(specifier) ?? []
  if (name === undefined) return null
  const folder = `node_modules/${name}`
  const inner = file ?? mainSheet(await installed.text(`${folder}/package.json`))
  if (inner === null) return null
  // Packages of fonts export their sheets with and without the ending.
  for (const ending of /\.\w+$/.test(inner) ? [''] : ['.css', '/index.css']) {
    const path = posix.join(folder, `${inner}${ending}`)
    const text = path.endsWith('.css') ? await installed.text(path) : ''
    if (text !== '') return { path, text }
  }
  return null
}

/** Style sheets of packages that the project's modules and sheets import, and those that these import. */
export const packageSheets = async (root: string, workspace: ReadableWorkspace): Promise<readonly Root[]> => {
  const installed = new InstalledFiles(root)
  const specifiers = new Set<string>()
  for (const path of await workspace.list([SOURCES]))
    for (const specifier of importsIn(await workspace.readText(path))) specifiers.add(specifier)
  const sheets = new Map<string, Root>()
  const queue = [...specifiers]
  for (let specifier = queue.pop(); specifier !== undefined; specifier = queue.pop()) {
    const sheet = await sheetOf(specifier, installed)
    const parsed = sheet === null || sheets.has(sheet.path) ? null : readSheet(sheet.text, sheet.path)
    if (sheet === null || parsed === null) continue
    sheets.set(sheet.path, parsed)
    const folder = posix.dirname(sheet.path).replace(/^node_modules\//, '')
    // In style sheets a bare name is a file beside it, for bundlers a package where there is none.
    for (const inner of importsIn(sheet.text)) queue.push(inner, posix.join(folder, inner))
  }
  return [...sheets.values()]
}
