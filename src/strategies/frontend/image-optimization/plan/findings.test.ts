import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import { photo } from '../../../../instruments/images/fixtures/pictures.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import type { TargetSystem } from '../../../../model/target.js'
import { sha256 } from '../../../../system/hash.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { shown } from '../fixtures/encoded.js'
import { actuatorContext, observationOf } from '../fixtures/observed.js'
import { findingsOf } from './findings.js'

const names = ['hall', 'lamp'] as const
const sources = new Map<string, Buffer>()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'findings-'))
  for (const [i, name] of names.entries()) {
    const source = await photo(240, 180, 3, i + 1)
      .jpeg({ quality: 96 })
      .toBuffer()
    sources.set(name, source)
    await writeFile(path.join(folder, `${name}.jpg`), source)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const hashOf = (name: string): string => sha256(sources.get(name)!)
const encoding = (format: Encoding['format'], width: number, bytes: number): Encoding => ({
  format,
  width,
  height: width * 0.75,
  bytes,
  quality: 60,
  lossless: false,
  score: 0.81,
  buffer: Buffer.alloc(0),
})

const judged = async (plan: Parameters<typeof findingsOf>[3]) => {
  const target: TargetSystem = {
    id: 'site',
    name: 'Site',
    framework: 'frontend',
    root: folder,
    pages: [{ id: 'home', path: '/', weight: 1 }],
    serve: { kind: 'static', folder: '.' },
    environment: {},
  }
  const images = names.map(
    name =>
      shown('desktop', 100, {
        url: `/${name}.jpg`,
        natural: { width: 240, height: 180 },
        bodyHash: hashOf(name),
        bytes: sources.get(name)!.length,
      }).image,
  )
  const observation = observationOf([{ page: target.pages[0]!, profile: 'desktop', images }])
  let encoded = 0
  const cache: EncodingCache = {
    through: (_, make) => {
      encoded++
      return make()
    },
    prune: async () => {},
  }
  const context = actuatorContext(target, observation, folder)
  return { ...(await findingsOf(context, folderWorkspace(folder), cache, plan)), encodings: () => encoded }
}

describe('what pictures could weigh', () => {
  it('is known of those that were encoded for the plan: only the others are encoded to be judged', async () => {
    const made = [encoding('avif', 100, 900), encoding('webp', 80, 800), encoding('webp', 120, 1500)]
    const { findings, measured, encodings } = await judged({
      encodings: new Map([[hashOf('hall'), made]]),
      leftOut: [],
    })
    expect(encodings()).toBe(1)
    expect(measured).toEqual({ 'unoptimized-images-ratio': 1 })
    expect(findings.find(f => f.subject === 'hall.jpg')?.message).toContain(
      'would be 1.5 kB as WebP of 120 at the floor',
    )
    expect(findings.find(f => f.subject === 'lamp.jpg')?.message).toMatch(/would be \S+ kB as WebP of 100 at the floor/)
  })

  it('is looked for anew where what was encoded saves too little', async () => {
    const made = [encoding('jpeg', 240, sources.get('hall')!.length - 100)]
    const { encodings, measured } = await judged({ encodings: new Map([[hashOf('hall'), made]]), leftOut: [] })
    expect(encodings()).toBe(2)
    expect(measured).toEqual({ 'unoptimized-images-ratio': 1 })
  })

  it('is not judged where there was no time to encode it, which is said', async () => {
    const { findings, encodings } = await judged({ encodings: new Map(), leftOut: [hashOf('hall')] })
    expect(encodings()).toBe(1)
    expect(findings.map(f => f.subject)).toEqual(['pictures', 'lamp.jpg'])
    expect(findings[0]?.message).toMatch(/^1 of 1 shown pictures would shrink.*; 1 not judged: encoding the pictures/)
    const none = await judged({ encodings: new Map(), leftOut: names.map(hashOf) })
    expect(none).toMatchObject({ findings: [], measured: {} })
  })
})
