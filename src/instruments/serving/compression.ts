import { createHash } from 'node:crypto'
import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip' | 'identity'

/** Quality for files, compressed once and kept; the highest (11) takes ten times as long for 3–5 % less. */
const STATIC_BROTLI = 9
/** Quality for responses made on request: what edges use on the fly. */
const DYNAMIC_BROTLI = 5
/** Below this a response gains nothing from compression. */
const LEAST_BYTES = 256
/** Kept across arms, because both hold mostly the same files. */
const CACHE_BYTES = 256 * 1024 * 1024

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
const cache = new Map<string, { readonly pending: Promise<Buffer>; bytes: number }>()
let cachedBytes = 0

/** The best encoding a client accepts. */
export const negotiate = (acceptEncoding: string | undefined): Encoding => {
  const accepted = new Set(
    (acceptEncoding ?? '')
      .split(',')
      .map(item => item.trim().toLowerCase())
      .filter(item => !/;\s*q=0(\.0*)?$/.test(item))
      .map(item => item.split(';')[0]!.trim()),
  )
  return accepted.has('br') ? 'br' : accepted.has('gzip') ? 'gzip' : 'identity'
}

/**
 * Compresses a whole body, once per content.
 * @param kind files get the quality of a build, what is made on request that of a server
 * @returns the encoding used (identity where compressing gains nothing) and the bytes
 */
export const compress = async (
  body: Buffer,
  wanted: Encoding,
  kind: 'file' | 'on-request' = 'file',
): Promise<{ encoding: Encoding; body: Buffer }> => {
  if (wanted === 'identity' || body.length < LEAST_BYTES) return { encoding: 'identity', body }
  const encoded = await remembered(`${kind}:${wanted}:${createHash('sha256').update(body).digest('base64')}`, () =>
    encode(body, wanted, kind),
  )
  return encoded.length < body.length ? { encoding: wanted, body: encoded } : { encoding: 'identity', body }
}

/** Least recently used go first; two that ask for the same thing at once share the work. */
const remembered = (key: string, make: () => Promise<Buffer>): Promise<Buffer> => {
  const known = cache.get(key)
  if (known) {
    cache.delete(key)
    cache.set(key, known)
    return known.pending
  }
  const entry = { pending: make(), bytes: 0 }
  cache.set(key, entry)
  entry.pending.then(
    made => {
      entry.bytes = made.length
      cachedBytes += made.length
      evict()
    },
    () => cache.delete(key),
  )
  return entry.pending
}

const encode = (body: Buffer, encoding: 'br' | 'gzip', kind: 'file' | 'on-request'): Promise<Buffer> =>
  encoding === 'br'
    ? brotli(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: kind === 'file' ? STATIC_BROTLI : DYNAMIC_BROTLI,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        },
      })
    : zip(body, { level: kind === 'file' ? 9 : 6 })

const evict = (): void => {
  for (const [key, entry] of cache) {
    if (cachedBytes <= CACHE_BYTES) return
    if (entry.bytes === 0) continue // still being made: counted when it is
    cachedBytes -= entry.bytes
    cache.delete(key)
  }
}

/** A stream that compresses as bytes come, flushing each piece so that early flushes of the service still arrive early. */
export const compressing = (encoding: 'br' | 'gzip'): Transform =>
  encoding === 'br'
    ? createBrotliCompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        params: { [constants.BROTLI_PARAM_QUALITY]: DYNAMIC_BROTLI },
      })
    : createGzip({ flush: constants.Z_SYNC_FLUSH })
