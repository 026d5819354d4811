import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import type { PictureOutcome, SettingEffect } from '../../../model/actuator.js'
import type { Workspace } from '../../../model/change.js'
import { parseStrategy } from '../../../model/schema/parse.js'
import type { TargetSystem } from '../../../model/target.js'
import { sha256 } from '../../../system/hash.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { schemaKeys } from '../../fixtures/schema-keys.js'
import { actuator } from './actuator.js'
import {
  type AssetPipeline,
  type AssetPipelineAutomation,
  automationSchema,
  configurationSchema,
} from './configuration.js'
import { type StandIn, standIn } from './fixtures/cdn-stand-in.js'
import { shown } from './fixtures/encoded.js'
import { sceneGif } from './fixtures/films.js'
import { actuatorContext, observationOf } from './fixtures/observed.js'
import { observedFolder } from './fixtures/observed-folder.js'
import { manifest } from './manifest.js'

let folder = ''
let cdn: StandIn
let lamp: Buffer
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'settings-'))
  const exif = { IFD0: { Copyright: 'Ada', Make: 'Camera' } }
  lamp = await photo(280, 210).withExif(exif).jpeg({ quality: 96 }).toBuffer()
  await writeFile(path.join(folder, 'lamp.png'), lamp) // a JPEG, whatever its name says
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><main><img src="lamp.png" alt="A lamp"></main>\n')
  cdn = await standIn('cloudflare', folder)
})
afterAll(async () => {
  await cdn.close()
  await rm(folder, { recursive: true, force: true })
})

/** What differs from a small configuration: WebP at one width, as encoding AVIF takes its time. */
interface Options {
  readonly formats?: AssetPipeline['formats']
  readonly responsive?: Partial<AssetPipeline['responsive']>
  readonly optimization?: Partial<AssetPipeline['optimization']>
  readonly automation?: Partial<AssetPipelineAutomation>
  /** Encodings are not taken from what other configurations have made. */
  readonly fresh?: boolean
}
const WEBP = { webp: { quality: 80, progressive: true } }
const JPEG = { jpeg: { quality: 85, progressive: true } }
const AVIF = { avif: { quality: 50, progressive: true } }

interface Outcome {
  readonly html: string
  readonly files: ReadonlyMap<string, Buffer>
  readonly details: string
  readonly pictures: readonly PictureOutcome[]
  readonly settings: readonly SettingEffect[]
  /** How often the search asked whether it may go on: once before each encoding. */
  readonly tries: number
}

/** Proposes with a configuration and applies the first candidate; what it writes is kept apart. */
const outcome = async ({ formats = WEBP, responsive, optimization, automation, fresh }: Options): Promise<Outcome> => {
  const target: TargetSystem = {
    id: 'site',
    name: 'Site',
    framework: 'frontend',
    root: folder,
    pages: [{ id: 'home', path: '/', weight: 1 }],
    serve: { kind: 'static', folder: '.' },
    environment: {},
    imageCdn: { adapter: 'cloudflare', lab: cdn.origin },
  }
  const { image } = shown('desktop', 200, {
    url: '/lamp.png',
    selector: 'html > body > main > img',
    natural: { width: 280, height: 210 },
    bodyHash: sha256(lamp),
    bytes: lamp.length,
  })
  const page = target.pages[0]!
  const observation = observationOf([{ page, profile: 'desktop', images: [image] }])
  const cache = fresh ? await mkdtemp(path.join(folder, '.fresh-')) : path.join(folder, '.cache')
  const { configuration: stock, automation: usual } = manifest.implementation
  let tries = 0
  const { signal } = new AbortController()
  Object.defineProperty(signal, 'aborted', { get: () => tries++ < 0 })
  const context = {
    ...actuatorContext(target, observation, cache),
    configuration: {
      formats,
      responsive: { ...stock.responsive, densities: [1], ...responsive },
      optimization: { ...stock.optimization, ...optimization },
    },
    automation: { ...usual, delivery: 'origin', ...automation } as const,
    signal,
  }
  const written = new Map<string, Buffer>()
  const site = folderWorkspace(folder)
  const workspace: Workspace = { ...site, write: async (file, content) => void written.set(file, Buffer.from(content)) }
  const { candidates, settings, refusals } = await actuator.propose(context, site)
  const asked = tries
  const applied = candidates[0] ? await actuator.apply(candidates[0], context, workspace) : null
  return {
    html: String(written.get('index.html') ?? ''),
    files: written,
    details: [...(applied?.details ?? []), ...refusals.map(refusal => refusal.reason)].join('\n'),
    pictures: applied?.pictures ?? [],
    settings,
    tries: asked,
  }
}
const effectOf = ({ settings }: Outcome, key: string) => settings.find(setting => setting.key === key)?.effect
const qualityOf = ({ pictures }: Outcome): number => pictures[0]!.outputs[0]!.quality

/** In which way a key is seen to act, or that it does not. */
type Row = () => Promise<unknown>

/** Written files differ between two configurations that differ in this key alone. */
const differs =
  (key: string, one: Options, other: Options): Row =>
  async () => {
    const [first, second] = [await outcome(one), await outcome(other)]
    expect(first.files).not.toEqual(second.files)
    expect(effectOf(first, key)).toBe('acts')
  }

/** A search that starts at what it finds is done sooner than one that starts far from it; nothing lossy has no search. */
const startsSearch =
  (name: 'avif' | 'webp' | 'jpeg'): Row =>
  async () => {
    const key = `formats.${name}.quality`
    const at = (quality: number): Options => ({ formats: { [name]: { quality, progressive: true } }, fresh: true })
    const far = await outcome(at(98))
    const near = await outcome(at(qualityOf(far)))
    expect(near.tries).toBeLessThan(far.tries)
    expect(effectOf(near, key)).toBe('acts')
    expect(effectOf(await outcome({ ...at(80), fresh: false, optimization: { compression: 'lossless' } }), key)).toBe(
      'without-effect',
    )
  }

const sameWithout =
  (name: 'avif' | 'webp'): Row =>
  async () => {
    const formats = (progressive: boolean) => ({
      [name]: { ...(name === 'avif' ? AVIF.avif : WEBP.webp), progressive },
    })
    const [on, off] = [
      await outcome({ formats: formats(true), fresh: true }),
      await outcome({ formats: formats(false), fresh: true }),
    ]
    expect(on.files.size).toBeGreaterThan(1)
    expect(on.files).toEqual(off.files)
    expect(effectOf(on, `formats.${name}.progressive`)).toBe('without-effect')
  }

const isProgressive = async ({ files }: Outcome) => (await sharp(files.get('lamp.png')!).metadata()).isProgressive
const scans =
  (key: string, off: Options): Row =>
  async () => {
    const [one, other] = [await outcome({ formats: JPEG }), await outcome(off)]
    expect([await isProgressive(one), await isProgressive(other)]).toEqual([true, false])
    expect(effectOf(one, key)).toBe('acts')
  }

/** Keys of one value: what it says is so. */
const only =
  (key: string, check: (outcome: Outcome) => unknown): Row =>
  async () => {
    const found = await outcome({})
    await check(found)
    expect(effectOf(found, key)).toBe('acts')
  }
const refusingParse = (other: unknown) =>
  parseStrategy(other, [{ type: 'asset-pipeline', configuration: configurationSchema, automation: automationSchema }])

const smaller = ({ files }: Outcome): Buffer => [...files].find(([file]) => file.endsWith('.webp'))![1]

/** A GIF too small for a video (that takes a browser: `films.test.ts`) becomes WebP, or stays. */
const moves: Row = async () => {
  const site = await mkdtemp(path.join(folder, 'moving-'))
  await writeFile(path.join(site, 'lamp.gif'), await sceneGif({ width: 160, height: 120, frames: 6 }))
  await writeFile(path.join(site, 'index.html'), '<!doctype html><main><img src="lamp.gif" alt="A lamp"></main>\n')
  const usual = await observedFolder(site, { 'lamp.gif': 160 })
  const proposed = (animated: 'video' | 'webp' | 'none') =>
    actuator.propose({ ...usual, configuration: { ...usual.configuration, animated } }, folderWorkspace(site))
  for (const animated of ['video', 'webp'] as const) {
    const { candidates, settings } = await proposed(animated)
    expect(candidates.map(({ id }) => id)).toEqual(['manifest'])
    expect(settings).toContainEqual({
      key: 'animated',
      effect: 'acts',
      note: expect.stringContaining('1 as animated WebP'),
    })
  }
  expect((await proposed('none')).candidates).toEqual([])
}

const ROWS: Readonly<Record<string, Row>> = {
  'formats.avif.quality': startsSearch('avif'),
  'formats.webp.quality': startsSearch('webp'),
  'formats.jpeg.quality': startsSearch('jpeg'),
  'formats.avif.progressive': sameWithout('avif'),
  'formats.webp.progressive': sameWithout('webp'),
  'formats.jpeg.progressive': scans('formats.jpeg.progressive', {
    formats: { jpeg: { quality: 85, progressive: false } },
  }),
  'responsive.breakpoints': differs(
    'responsive.breakpoints',
    { responsive: { breakpoints: [216, 768] } },
    { responsive: { breakpoints: [768] } },
  ),
  'responsive.densities': differs('responsive.densities', {}, { responsive: { densities: [0.5] } }),
  'responsive.lazyLoading': differs('responsive.lazyLoading', {}, { responsive: { lazyLoading: false } }),
  'optimization.compression': differs('optimization.compression', {}, { optimization: { compression: 'lossless' } }),
  'optimization.progressive': scans('optimization.progressive', {
    formats: JPEG,
    optimization: { progressive: false },
  }),
  'optimization.stripping': only('optimization.stripping', async found => {
    const { exif } = await sharp(smaller(found)).metadata()
    expect([exif?.includes('Ada'), exif?.includes('Camera')]).toEqual([true, false])
  }),
  animated: moves,
  'automation.detection': only('automation.detection', ({ details }) =>
    expect(details).toContain('lamp.png (photograph)'),
  ),
  'automation.processing': only('automation.processing', ({ html, files }) => {
    const named = [...html.matchAll(/lamp-\d+\.webp/g)].map(([name]) => name)
    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect([...files.keys()]).toContain(name)
  }),
  'automation.delivery': differs('automation.delivery', { automation: { delivery: 'cdn-integration' } }, {}),
  'automation.fallback': only('automation.fallback', ({ html, files }) => {
    expect(html).toMatch(/<picture[^>]*><source[^>]*image\/webp[^>]*><img[^>]*src="lamp\.png"[^>]*><\/picture>/)
    expect([...files.keys()]).not.toContain('lamp.png')
  }),
}

const keys = [...schemaKeys(configurationSchema), ...schemaKeys(automationSchema, 'automation')]

it('every key of the schemas has a row', () => {
  expect(Object.keys(ROWS).sort()).toEqual([...keys].sort())
})

describe('each key does what is said of it, and is reported so', () => {
  it.each(Object.entries(ROWS))('%s', async (_, row) => {
    await row()
  })
})

it.each([
  ...Object.keys(manifest.implementation.automation).map(key => ['automation', key]),
  ['optimization', 'compression'],
  ['optimization', 'stripping'],
])('%s.%s takes no other value than those it knows: the error says where', (section, key) => {
  const { implementation } = manifest
  const { configuration, automation } = implementation
  const other =
    section === 'automation'
      ? { ...implementation, automation: { ...automation, [key!]: 'other' } }
      : {
          ...implementation,
          configuration: { ...configuration, optimization: { ...configuration.optimization, [key!]: 'other' } },
        }
  expect(() => refusingParse({ ...manifest, implementation: other })).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(`${section}.${key}`) }),
  )
})
