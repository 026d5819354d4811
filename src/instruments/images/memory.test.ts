import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { photo } from './fixtures/pictures.js'

it('encodes a picture of 4,000 pixels in under 500 MB', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'large-'))
  try {
    const file = path.join(folder, 'large.jpg')
    await photo(1000, 750).resize(4000, 3000).jpeg({ quality: 90 }).toFile(file)
    const script = fileURLToPath(new URL('./fixtures/encode-large.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, file, '1920'])
    expect(Number(stdout) / 1024).toBeLessThan(500)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
