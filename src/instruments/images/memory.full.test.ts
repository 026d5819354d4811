import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { roomWith } from './engine.js'
import { photo } from './fixtures/pictures.js'

let folder = ''
let file = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'large-'))
  file = path.join(folder, 'large.jpg')
  await photo(1000, 750).resize(4000, 3000).jpeg({ quality: 90 }).toFile(file)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Megabytes that a process of its own needed at most, without what the allocator keeps of freed memory for each thread. */
const megabytesOf = async (script: string, ...more: string[]): Promise<number> => {
  const at = fileURLToPath(new URL(`./fixtures/${script}`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', at, file, ...more], {
    env: { ...process.env, MALLOC_ARENA_MAX: '1' },
  })
  return Number(stdout) / 1024
}

it('encodes a picture of 4,000 pixels in under 500 MB', async () => {
  expect(await megabytesOf('encode-large.ts', '1920')).toBeLessThan(500)
})

it('encodes several of them at once in what there is room for, also at full size', async () => {
  const room = (33 * roomWith(process.availableMemory())) / 1e6
  expect(await megabytesOf('encode-several.ts')).toBeLessThan(120 + room)
})

it('gives encoders a tenth of what is free, 400 MB where that is less, and never more than a few large pictures need', () => {
  expect(roomWith(0)).toBe(13_000_000)
  expect(roomWith(8e9) * 33).toBeCloseTo(0.8e9, -3)
  expect(roomWith(1e12)).toBe(40_000_000)
})
