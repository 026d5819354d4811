import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { sha256 } from '../system/hash.js'
import { writeDurably } from './durable.js'

/** Contents of files, kept by their sha-256. */
export class Blobs {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(folder: string): Promise<Blobs> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new Blobs(folder)
  }

  /** Once this resolves the content survives a crash. @returns its hash */
  async put(content: Uint8Array): Promise<string> {
    const hash = sha256(content)
    const file = path.join(this.#folder, hash)
    // Written by rename, so a file that is there is whole.
    if (!existsSync(file)) await writeDurably(file, content, 0o600)
    return hash
  }

  /** @throws TunewrightError JOURNAL_BROKEN where the content is missing or not what was put */
  async get(hash: string): Promise<Buffer> {
    const content = await readFile(path.join(this.#folder, hash)).catch(() => null)
    if (content && sha256(content) === hash) return content
    throw new TunewrightError('JOURNAL_BROKEN', `The kept content ${hash} is ${content ? 'damaged' : 'missing'}.`, {
      remedy: 'Delete the private clone and start again; your own checkout is not concerned.',
    })
  }
}
