import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Reads installed packages, which are no part of the workspace. */
export class InstalledFiles {
  readonly #root: string
  readonly #texts = new Map<string, Promise<string>>()

  /** @param root absolute path of the package root; packages hoisted above it are found too. */
  constructor(root: string) {
    this.#root = root
  }

  /** The text of `node_modules/…`, or `` where it is not installed as a file. */
  text(path: string): Promise<string> {
    const known = this.#texts.get(path)
    if (known) return known
    const read = this.#read(path)
    this.#texts.set(path, read)
    return read
  }

  async version(name: string): Promise<string | null> {
    const text = await this.text(`node_modules/${name}/package.json`)
    const manifest: unknown = text === '' ? null : JSON.parse(text)
    const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null
    return typeof version === 'string' ? version : null
  }

  async #read(path: string): Promise<string> {
    for (let folder = this.#root; ; folder = dirname(folder)) {
      const text = await readFile(join(folder, path), 'utf8').catch(() => null)
      if (text !== null) return text
      if (dirname(folder) === folder) return ''
    }
  }
}
