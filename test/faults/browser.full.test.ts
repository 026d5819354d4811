import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Bench, openBench, PAGE } from './bench.js'

let bench: Bench
beforeAll(() => {
  bench = openBench()
})
afterEach(() => {
  vi.stubEnv('CHROME_PATH', undefined)
})
afterAll(() => bench.close())

const program = (name: string, content: string | Buffer, mode = 0o755) => {
  const file = path.join(bench.folder, name)
  writeFileSync(file, content)
  chmodSync(file, mode)
  return file
}

/** Of a program for another processor (a PowerPC's header and nothing more). */
const FOREIGN = Buffer.concat([
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1, 0]),
  Buffer.alloc(10),
  Buffer.from([0x15, 0]),
  Buffer.alloc(200),
])

describe('no browser to measure with is told with what to do', () => {
  it.each<[string, () => string, string, RegExp]>([
    [
      'CHROME_PATH leads nowhere',
      () => '/nowhere/chrome',
      'BROWSER_MISSING',
      /CHROME_PATH names no executable: \/nowhere/,
    ],
    ['it may not be run', () => program('plain.txt', 'no program', 0o644), 'BROWSER_MISSING', /names no executable/],
    ['it is a folder', () => bench.folder, 'BROWSER_MISSING', /names no executable/],
    [
      'it is another program',
      () => program('other', '#!/bin/sh\necho "I am no browser" >&2\nexit 3\n'),
      'BROWSER_FAILED',
      /did not start/,
    ],
    ['it is for another processor', () => program('foreign', FOREIGN), 'BROWSER_FAILED', /did not start/],
    ['it is no program', () => program('text', 'just text'), 'BROWSER_FAILED', /did not start/],
  ])('%s', async (_, make, code, message) => {
    vi.stubEnv('CHROME_PATH', make())
    const { error, changed, running } = await bench.analyze(bench.project({ 'index.html': PAGE }))
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/CHROME_PATH/),
      state: 'Nothing was changed.',
    })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })
})
