import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { glob } from 'tinyglobby'

/** What can be made: its template in `templates/`, the name that the template has in place of the real one, and where it goes. */
export const KINDS = {
  strategy: { name: 'example-strategy', into: 'src/strategies/frontend' },
  instrument: { name: 'example-instrument', into: 'src/instruments' },
} as const

export type Kind = keyof typeof KINDS

export const isKind = (text: string | undefined): text is Kind => text !== undefined && Object.hasOwn(KINDS, text)

const words = (id: string) => id.split('-').map(word => word[0]!.toUpperCase() + word.slice(1))

/** In texts and names of files: `example-strategy`, `ExampleStrategy` and `Example Strategy` as those of the id. */
const filled = (text: string, placeholder: string, id: string): string =>
  text
    .replaceAll(placeholder, id)
    .replaceAll(words(placeholder).join(''), words(id).join(''))
    .replaceAll(words(placeholder).join(' '), words(id).join(' '))

/** @returns why there can be no such id, as a sentence; undefined where there can. */
export function problemOf(root: string, kind: Kind, id: string, taken: readonly string[]): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return `"${id}" is no id: write small letters, e.g. late-fonts.`
  const folder = `${KINDS[kind].into}/${id}`
  if (existsSync(join(root, folder))) return `${folder} is there already.`
  if (taken.includes(id)) return `"${id}" is the name of a strategy or of what implements one already.`
  return undefined
}

/** Copies the template of a kind into the folder of an id, with its names filled in. @returns the files, relative to the root. */
export async function make(root: string, kind: Kind, id: string): Promise<string[]> {
  const { name, into } = KINDS[kind]
  const template = join(root, 'templates', kind)
  const made: string[] = []
  for (const file of (await glob('**/*', { cwd: template })).sort()) {
    const path = `${into}/${id}/${filled(file, name, id)}`
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), filled(await readFile(join(template, file), 'utf8'), name, id), { flag: 'wx' })
    made.push(path)
  }
  return made
}
