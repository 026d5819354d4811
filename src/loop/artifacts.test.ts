import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepArtifact, readArtifact } from './artifacts.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'artifacts-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('gives what was kept last under a name, however many others were kept since', async () => {
  const kept = await keepArtifact(folder, 'one', { text: 'first' })
  await keepArtifact(folder, 'one', { text: 'second' })
  expect(await readArtifact(kept)).toEqual({ text: 'second' })
  for (let i = 0; i < 8; i++) await keepArtifact(folder, `other-${i}`, i)
  expect(await readArtifact(kept)).toEqual({ text: 'second' })
})

it('goes by the file: what another process wrote there is what is read, and what is gone is an error', async () => {
  const kept = await keepArtifact(folder, 'one', { text: 'ours' })
  await writeFile(kept.file, gzipSync(JSON.stringify({ text: 'another’s' })))
  expect(await readArtifact(kept)).toEqual({ text: 'another’s' })
  await rm(kept.file)
  await expect(readArtifact(kept)).rejects.toThrow('ENOENT')
})
