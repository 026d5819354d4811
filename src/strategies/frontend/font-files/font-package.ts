import { readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { parseSheet } from '../../html/parse-sheet.js'
import type { HostedFamily } from './google-fonts.js'

/** Licences that let anybody serve a font: SIL Open Font License, Apache License, Ubuntu Font Licence. */
export const LICENCES: readonly string[] = ['OFL-1.1', 'Apache-2.0', 'UFL-1.0', 'Ubuntu-font-1.0']

const slugOf = (family: string): string => family.trim().toLowerCase().replaceAll(/\s+/g, '-')

const isVariable = ({ faces }: HostedFamily): boolean => faces.some(({ weight }) => weight.includes('..'))

/** The npm package of a family in the faces that are asked for. */
export const packageOf = (family: HostedFamily): string =>
  `${isVariable(family) ? '@fontsource-variable' : '@fontsource'}/${slugOf(family.family)}`

/** What a package gives for a family: rules, and the files that they name, by name. */
export interface PackagedFamily {
  readonly licence: string
  readonly css: string
  readonly files: ReadonlyMap<string, Buffer>
}

const installed = async (root: string, path: string): Promise<Buffer | null> => {
  for (let folder = root; ; folder = dirname(folder)) {
    const content = await readFile(join(folder, 'node_modules', path)).catch(() => null)
    if (content !== null || dirname(folder) === folder) return content
  }
}

const sheetsOf = (family: HostedFamily): string[] =>
  isVariable(family)
    ? [...new Set(family.faces.map(({ italic }) => (italic ? 'wght-italic.css' : 'wght.css')))]
    : family.faces.map(({ weight, italic }) => `${weight}${italic ? '-italic' : ''}.css`)

/**
 * @param root absolute path of the package root
 * @param display `font-display` of its rules; null for none
 * @returns null where it is not installed; why it cannot be used, as a sentence's end
 */
export const packagedFamily = async (
  root: string,
  family: HostedFamily,
  display: string | null,
): Promise<PackagedFamily | string | null> => {
  const name = packageOf(family)
  const manifest = await installed(root, `${name}/package.json`)
  if (manifest === null) return null
  const { license } = JSON.parse(manifest.toString()) as { license?: unknown }
  const licence = typeof license === 'string' ? license : 'none'
  if (!LICENCES.includes(licence)) return `the licence of ${name} (${licence}) is none that is known to permit it`
  const files = new Map<string, Buffer>()
  const rules: string[] = []
  for (const sheet of sheetsOf(family)) {
    const text = await installed(root, `${name}/${sheet}`)
    if (text === null) return `${name} has no ${sheet}`
    const css = parseSheet(text.toString(), sheet)
    for (const rule of css.nodes) {
      if (rule.type !== 'atrule' || rule.name !== 'font-face') continue
      let file: string | undefined
      rule.walkDecls(declaration => {
        const { prop } = declaration
        if (prop === 'font-family') declaration.value = `'${family.family}'`
        else if (prop === 'font-display' && display !== null) declaration.value = display
        else if (prop === 'font-display') declaration.remove()
        else if (prop === 'src') {
          const found = /url\(\s*["']?([^"')]+\.woff2)["']?\s*\)\s*(format\([^)]*\))?/.exec(declaration.value)
          file = found?.[1]
          if (found) declaration.value = `url(${posix.basename(found[1]!)}) ${found[2] ?? "format('woff2')"}`
        }
      })
      const content = file === undefined ? null : await installed(root, posix.join(name, file))
      if (file === undefined || content === null) return `${name} has no file for one of its rules`
      files.set(posix.basename(file), content)
      rules.push(rule.toString())
    }
  }
  return rules.length === 0 ? `${name} has no rules` : { licence, css: rules.join('\n'), files }
}
