import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEncodingCache } from './encoding-cache.js'
import type { Encoding } from './search.js'

const encoding = (size: number): Encoding => ({
  format: 'webp',
  width: 10,
  height: 5,
  bytes: size,
  quality: 80,
  lossless: false,
  score: 0.9,
  buffer: Buffer.alloc(size, 7),
})

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'encodings-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const never = (): Promise<never> => Promise.reject(new Error('made again'))

describe('the cache of encodings', () => {
  it('makes each encoding once, and remembers that there is none', async () => {
    const cache = openEncodingCache(folder)
    await cache.through({ source: 'a' }, async () => encoding(50))
    await cache.through({ source: 'b' }, async () => null)
    expect(await openEncodingCache(folder).through({ source: 'a' }, never)).toEqual(encoding(50))
    expect(await openEncodingCache(folder).through({ source: 'b' }, never)).toBeNull()
    await expect(cache.through({ source: 'a', width: 2 }, never)).rejects.toThrow('made again')
  })

  it('makes a damaged entry again', async () => {
    const cache = openEncodingCache(folder)
    await cache.through({ source: 'a' }, async () => encoding(50))
    const file = path.join(folder, (await readdir(folder))[0]!)
    await writeFile(file, (await readFile(file)).subarray(0, -3))
    expect((await cache.through({ source: 'a' }, async () => encoding(60)))?.bytes).toBe(60)
  })

  it('stays within its size, dropping what was used longest ago', async () => {
    const cache = openEncodingCache(folder, 2_000)
    for (const source of ['a', 'b', 'c', 'd']) await cache.through({ source }, async () => encoding(500))
    await cache.prune()
    expect((await readdir(folder)).length).toBeLessThan(4)
    expect((await readdir(folder)).length).toBeGreaterThan(0)
  })
})
