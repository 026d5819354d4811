import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** A change to built files that no visitor can tell from none. */
export interface NullChange {
  readonly name: string
  /** @param output the folder of an arm that is served; changed in place */
  apply(output: string): Promise<void>
}

const TEXT = /\.(?:html|js|mjs|css|json|map)$/

async function textFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && TEXT.test(entry.name))
    .map(entry => path.join(entry.parentPath, entry.name))
    .filter(file => !file.includes(`${path.sep}node_modules${path.sep}`))
    .sort()
}

const comment: NullChange = {
  name: 'a comment',
  async apply(output) {
    for (const file of await textFiles(output)) {
      const content = await readFile(file, 'utf8')
      if (/\.html$/.test(file)) await writeFile(file, `${content}<!-- built again -->\n`)
      else if (/\.(?:m?js|css)$/.test(file)) await writeFile(file, `${content}\n/* built again */\n`)
    }
  },
}

/** What other files name a file by: the part made from its content, where there is one (webpack puts names together from that), else its name. */
const nameInTexts = (file: string): string => {
  const name = path.basename(file)
  return /[0-9a-f]{16,}/.exec(name)?.[0] ?? name
}

const renamed = (name: string): string =>
  /^[0-9a-f]+$/.test(name) ? [...name].reverse().join('') : name.replace(/\.(\w+)$/, '-again.$1')

const renamedChunk: NullChange = {
  name: 'a renamed chunk',
  async apply(output) {
    const files = await textFiles(output)
    const texts = new Map(await Promise.all(files.map(async file => [file, await readFile(file, 'utf8')] as const)))
    const isNamed = (file: string): boolean =>
      [...texts].some(([other, text]) => other !== file && text.includes(nameInTexts(file)))
    const [chosen] = files
      .filter(file => /\.(?:m?js|css)$/.test(file) && isNamed(file))
      .map(file => ({ file, size: texts.get(file)!.length, isScript: /js$/.test(file) }))
      .sort((a, b) => Number(b.isScript) - Number(a.isScript) || b.size - a.size)
    if (chosen === undefined)
      throw new Error(`${output} has neither a script nor a stylesheet that is named by another file`)
    const before = nameInTexts(chosen.file)
    const after = renamed(before)
    for (const [file, text] of texts) if (text.includes(before)) await writeFile(file, text.replaceAll(before, after))
    await rename(chosen.file, path.join(path.dirname(chosen.file), path.basename(chosen.file).replace(before, after)))
  },
}

export const NULL_CHANGES: readonly NullChange[] = [comment, renamedChunk]
