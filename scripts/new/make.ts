import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { glob } from 'tinyglobby'
import { fillTemplate, problemOfId } from '../../src/system/fill-template.js'

/** What can be made: its template in `templates/`, the name that the template has in place of the real one, and where it goes. */
export const KINDS = {
  strategy: { name: 'example-strategy', into: 'src/strategies/frontend' },
  instrument: { name: 'example-instrument', into: 'src/instruments' },
} as const

export type Kind = keyof typeof KINDS

export const isKind = (text: string | undefined): text is Kind => text !== undefined && Object.hasOwn(KINDS, text)

/** @returns why there can be no such id, as a sentence; undefined where there can. */
export function problemOf(root: string, kind: Kind, id: string, taken: readonly string[]): string | undefined {
  const folder = `${KINDS[kind].into}/${id}`
  if (existsSync(join(root, folder))) return `${folder} is there already.`
  return problemOfId(id, taken)
}

/** Copies the template of a kind into the folder of an id, with its names filled in. @returns the files, relative to the root. */
export async function make(root: string, kind: Kind, id: string): Promise<string[]> {
  const { name, into } = KINDS[kind]
  const template = join(root, 'templates', kind)
  const made: string[] = []
  for (const file of (await glob('**/*', { cwd: template })).sort()) {
    const path = `${into}/${id}/${fillTemplate(file, name, id)}`
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), fillTemplate(await readFile(join(template, file), 'utf8'), name, id), {
      flag: 'wx',
    })
    made.push(path)
  }
  return made
}
