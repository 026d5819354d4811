import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { glob } from 'tinyglobby'
import { withoutQuery } from '../../model/pathname.js'
import { type Answer, type EdgeRequest, headerOf, type Origin } from './answer.js'
import { cacheControlOf } from './cache-headers.js'
import { compress, type Encoding, negotiate } from './compression.js'
import { contentTypeOf, isCompressible } from './content-types.js'

interface SiteFile {
  readonly path: string
  readonly version: string
  readonly body: Buffer
  readonly etag: string
  readonly contentType: string
}

/** Files kept in memory, so that no load waits for a disk that another had already warmed. */
const MEMORY_BYTES = 256 * 1024 * 1024

export interface SiteOptions {
  /** File answered for unknown paths, relative to the folder. */
  readonly fallback?: string
  /** Path below which the host has the folder, as `/shop`; empty: at its root. */
  readonly base?: string
}

/** A folder of files, served as a static host would: clean URLs, an index per folder, a fallback or a 404 page. */
export class StaticSite implements Origin {
  readonly #root: string
  readonly #fallback: string | undefined
  readonly #base: string
  readonly #files = new Map<string, SiteFile>()
  #bytes = 0

  private constructor(root: string, { fallback, base = '' }: SiteOptions) {
    this.#root = root
    this.#fallback = fallback
    this.#base = base
  }

  /**
   * @param folder absolute path
   */
  static async open(folder: string, options: SiteOptions = {}): Promise<StaticSite> {
    return new StaticSite(await realpath(folder), options)
  }

  async answer(request: EdgeRequest): Promise<Answer> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, 'Method not allowed', { allow: 'GET, HEAD' })
    }
    const asked = pathOf(request.url)
    if (asked === null) return plain(400, 'Bad request')
    // What else the host has beside the site is not known: files of ours are answered there too.
    const path = asked.startsWith(`${this.#base}/`) ? asked.slice(this.#base.length) : asked
    const file = await this.#find(path)
    if (file === 'folder') return plain(301, '', { location: withSlash(request.url) })
    if (file) return this.#send(file, 200, request)
    const lost = await this.#whenMissing(path)
    return lost ? this.#send(lost.file, lost.status, request) : plain(404, 'Not found')
  }

  async warm(): Promise<void> {
    const paths = await glob(['**/*'], { cwd: this.#root, dot: false, ignore: ['**/node_modules/**'] })
    const compressible = paths.filter(path => isCompressible(contentTypeOf(path))).sort()
    for (let at = 0; at < compressible.length; at += 8) {
      await Promise.all(
        compressible.slice(at, at + 8).map(async path => {
          const file = await this.#read(`/${path.split(sep).join('/')}`)
          if (file) await compress(file.body, 'br')
        }),
      )
    }
  }

  async stop(): Promise<void> {
    this.#files.clear()
  }

  output(): string {
    return ''
  }

  async #find(path: string): Promise<SiteFile | 'folder' | null> {
    if (path.endsWith('/')) return this.#read(`${path}index.html`)
    const exact = await this.#read(path)
    if (exact) return exact
    const page = await this.#read(`${path}.html`)
    if (page) return page
    // A relative reference in an index page works only below the folder's own URL.
    return (await this.#read(`${path}/index.html`)) ? 'folder' : null
  }

  /** A missing asset is a 404 also in a single-page application: its shell would only hide the mistake. */
  async #whenMissing(path: string): Promise<{ file: SiteFile; status: number } | null> {
    if (this.#fallback !== undefined && !/\.[a-z0-9]{2,5}$/i.test(path)) {
      const shell = await this.#read(`/${this.#fallback}`)
      if (shell) return { file: shell, status: 200 }
    }
    const page = await this.#read('/404.html')
    return page && { file: page, status: 404 }
  }

  async #read(path: string): Promise<SiteFile | null> {
    if (path.split('/').some(part => part === '..' || (part.startsWith('.') && part !== '.well-known'))) return null
    try {
      const real = await realpath(join(this.#root, path))
      if (!real.startsWith(this.#root + sep)) return null
      const facts = await stat(real)
      if (!facts.isFile()) return null
      const version = `${facts.size}-${facts.mtimeMs}`
      const known = this.#files.get(path)
      if (known?.version === version) return known
      const body = await readFile(real)
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
      const file: SiteFile = { path, version, body, etag, contentType: contentTypeOf(path) }
      this.#remember(file, known)
      return file
    } catch {
      // Not there, or not ours to read: the same to a visitor.
      return null
    }
  }

  #remember(file: SiteFile, replaced: SiteFile | undefined): void {
    this.#bytes += file.body.length - (replaced?.body.length ?? 0)
    this.#files.set(file.path, file)
    for (const [path, old] of this.#files) {
      if (this.#bytes <= MEMORY_BYTES) return
      this.#files.delete(path)
      this.#bytes -= old.body.length
    }
  }

  async #send(file: SiteFile, status: number, request: EdgeRequest): Promise<Answer> {
    const headers: Record<string, string> = {
      'content-type': file.contentType,
      'cache-control': status === 200 ? cacheControlOf(file.path, file.contentType) : 'no-cache',
      etag: file.etag,
    }
    const compressible = isCompressible(file.contentType)
    if (compressible) headers.vary = 'accept-encoding'
    if (status === 200 && matches(headerOf(request, 'if-none-match'), file.etag)) {
      return { status: 304, headers, body: Buffer.alloc(0) }
    }
    const range = rangeOf(headerOf(request, 'range'), file.body.length)
    if (!compressible) headers['accept-ranges'] = 'bytes'
    if (!compressible && range && status === 200) {
      headers['content-range'] = `bytes ${range.start}-${range.end}/${file.body.length}`
      return { status: 206, headers, body: file.body.subarray(range.start, range.end + 1) }
    }
    const wanted: Encoding = compressible ? negotiate(headerOf(request, 'accept-encoding')) : 'identity'
    const { encoding, body } = await compress(file.body, wanted)
    if (encoding !== 'identity') headers['content-encoding'] = encoding
    return { status, headers, body }
  }
}

const plain = (status: number, text: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  body: Buffer.from(text),
})

/** The decoded path of a request's URL, or null where it cannot be one. */
const pathOf = (url: string): string | null => {
  try {
    const path = decodeURIComponent(withoutQuery(url))
    return path.startsWith('/') && !path.includes('\0') && !path.includes('\\') ? path : null
  } catch {
    return null
  }
}

const withSlash = (url: string): string => {
  const query = url.indexOf('?')
  return query < 0 ? `${url}/` : `${url.slice(0, query)}/${url.slice(query)}`
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag) ?? false

/** The first and last byte of a single range, or null where there is none that can be met. */
const rangeOf = (header: string | undefined, size: number): { start: number; end: number } | null => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]))
  return start <= end ? { start, end } : null
}
