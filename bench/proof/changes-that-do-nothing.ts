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

const renamedChunk: NullChange = {
  name: 'a renamed chunk',
  async apply(output) {
    const files = await textFiles(output)
    const sizes = await Promise.all(
      files
        .filter(file => /\.(?:m?js|css)$/.test(file))
        .map(async file => ({ file, size: (await readFile(file)).length, isScript: /js$/.test(file) })),
    )
    const [chosen] = sizes.sort((a, b) => Number(b.isScript) - Number(a.isScript) || b.size - a.size)
    if (chosen === undefined) throw new Error(`${output} has neither a script nor a stylesheet to rename`)
    const before = path.basename(chosen.file)
    const after = before.replace(/\.(\w+)$/, '-again.$1')
    for (const file of files) {
      const content = await readFile(file, 'utf8')
      if (content.includes(before)) await writeFile(file, content.replaceAll(before, after))
    }
    await rename(chosen.file, path.join(path.dirname(chosen.file), after))
  },
}

export const NULL_CHANGES: readonly NullChange[] = [comment, renamedChunk]
