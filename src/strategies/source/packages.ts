import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { extendsPrototypes, globalsSet, waitsForDocument } from './text-hazards.js'

/** Reads installed packages, which are no part of the workspace. */
export class InstalledPackages {
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

  /** Why a module of a package cannot be loaded later, or null. */
  async hazardOf(path: string): Promise<string | null> {
    const text = await this.text(path)
    if (waitsForDocument(text)) return `${path} waits for the document to load, which is over when it is loaded later`
    if (extendsPrototypes(text)) return `${path} extends built-in prototypes, which other code may rely on`
    if (/(require\(|import\s+)['"][^'"]+\.css['"]/.test(text)) {
      return `${path} brings a style sheet of its own, whose place in the cascade would change`
    }
    return null
  }

  /** Names that a module of a package puts on the global object. */
  async globalsOf(path: string): Promise<readonly string[]> {
    return globalsSet(await this.text(path))
  }

  async #read(path: string): Promise<string> {
    for (let folder = this.#root; ; folder = dirname(folder)) {
      const text = await readFile(join(folder, path), 'utf8').catch(() => null)
      if (text !== null) return text
      if (dirname(folder) === folder) return ''
    }
  }
}
