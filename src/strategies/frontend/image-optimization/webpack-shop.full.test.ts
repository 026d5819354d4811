import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import webpack, { type Configuration } from 'webpack'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import type { AppliedChange } from '../../../model/actuator.js'
import type { TargetSystem } from '../../../model/target.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { type Look, launch, look, serve, withoutFormats } from './fixtures/browser.js'
import { actuatorContext, observationOf } from './fixtures/observed.js'

const FIXTURE = fileURLToPath(new URL('./fixtures/webpack-shop', import.meta.url))
const MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

let browser: Browser
let folder = ''
let shop = ''
let before: Record<'mobile' | 'desktop', Look>
let after: Record<'mobile' | 'desktop', Look>
let applied: AppliedChange

/** Builds as the project does, with its configuration read afresh. */
const build = async (): Promise<void> => {
  const file = path.join(shop, 'webpack.config.cjs')
  const require = createRequire(file)
  delete require.cache[file]
  const configuration = require(file) as Configuration
  await new Promise<void>((resolve, reject) => {
    webpack(configuration, (error, stats) => {
      if (error ?? stats?.hasErrors()) reject(error ?? new Error(stats?.toString('errors-only')))
      else resolve()
    })
  })
  await cp(path.join(shop, 'public'), path.join(shop, 'dist'), { recursive: true })
  await cp(path.join(shop, 'index.html'), path.join(shop, 'dist/index.html'))
}

const lookTwice = async () => {
  const server = await serve(path.join(shop, 'dist'))
  try {
    return {
      mobile: await look(browser, `${server.origin}/`, 'mobile'),
      desktop: await look(browser, `${server.origin}/`, 'desktop'),
    }
  } finally {
    await server.close()
  }
}

beforeAll(async () => {
  browser = await launch()
  folder = await mkdtemp(path.join(os.tmpdir(), 'webpack-shop-'))
  shop = path.join(folder, 'shop')
  await cp(FIXTURE, shop, { recursive: true })
  await symlink(MODULES, path.join(shop, 'node_modules'))
  for (const [file, seed] of [
    ['src/images/hero.jpg', 1],
    ['src/images/ridge.jpg', 5],
    ['src/images/autumn.jpg', 6],
    ['public/photos/lamp.jpg', 2],
    ['public/photos/chair.jpg', 3],
    ['public/elsewhere/vase.jpg', 4],
  ] as const) {
    await mkdir(path.dirname(path.join(shop, file)), { recursive: true })
    await writeFile(path.join(shop, file), await photo(1000, 750, 3, seed).jpeg({ quality: 92 }).toBuffer())
  }
  await build()
  before = await lookTwice()
  const page = { id: 'home', path: '/', weight: 1 }
  const target: TargetSystem = {
    id: 'shop',
    name: 'Shop',
    framework: 'frontend',
    root: shop,
    pages: [page],
    build: { command: 'webpack', output: 'dist' },
    serve: { kind: 'static', folder: 'dist' },
    environment: {},
  }
  const observation = observationOf(
    (['mobile', 'desktop'] as const).map(profile => ({ page, profile, images: before[profile].images })),
  )
  const context = actuatorContext(target, observation, path.join(folder, 'cache'))
  const workspace = folderWorkspace(shop)
  const { candidates } = await actuator.propose(context, workspace)
  applied = await actuator.apply(candidates[0]!, context, workspace)
  await build()
  after = await lookTwice()
})

afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a project that webpack builds, in a real browser', () => {
  it('rewrites sources only, and teaches the rule for pictures the new types', async () => {
    const workspace = folderWorkspace(shop)
    expect(await workspace.readText('webpack.config.cjs')).toContain('/\\.(png|jpe?g|avif|webp)$/i')
    expect(await workspace.readText('src/index.jsx')).toContain(
      "import { pictureRatio, pictureSources, supportedBackground } from './picture-sources'",
    )
    expect(await workspace.readText('src/picture-sources.js')).toMatch(/'\/photos\/chair\.jpg': '\d+x\d+ avif:/)
    expect(applied.pictures).toHaveLength(6)
  })

  it('offers what a list of data imports where a component of another file shows it', async () => {
    const workspace = folderWorkspace(shop)
    expect(await workspace.readText('src/index.jsx')).toContain("import ridge from './images/ridge.jpg'\n")
    expect(await workspace.readText('src/carousel.jsx')).toContain('{pictureSources(slide.photo).map(source =>')
    const helper = await workspace.readText('src/picture-sources.js')
    expect(helper).toMatch(/import ridge\d+Avif from '\.\/images\/ridge-\d+\.avif';/)
    expect(helper).toContain('  [ridgePicture]: {')
    const slides = [...after.mobile.requested.keys()].filter(name => name.startsWith('/media/'))
    expect(slides).toHaveLength(3)
    expect(applied.refusals.filter(({ subject }) => /ridge|autumn|carousel/.test(subject))).toEqual([])
  })

  it.each(['mobile', 'desktop'] as const)(
    'loads the picture sources, imported, from data and in styles (%s)',
    profile => {
      expect(after[profile].broken).toEqual([])
      const names = [...after[profile].requested.keys()]
      expect(names.filter(n => n.startsWith('/media/')).every(n => n.endsWith('.avif'))).toBe(true)
      expect(names.filter(n => n.startsWith('/photos/')).every(n => n.endsWith('.avif'))).toBe(true)
      const bytes = (l: Look) => [...l.requested.values()].reduce((a, b) => a + b, 0)
      expect(bytes(after[profile])).toBeLessThan(bytes(before[profile]) * 0.35)
    },
  )

  it.each<[string, readonly ('avif' | 'webp')[], RegExp]>([
    ['no AVIF', ['avif'], /\.webp$/],
    ['neither AVIF nor WebP', ['avif', 'webp'], /\.jpg$/],
  ])('shows every picture in a browser that has %s', async (_, formats, expected) => {
    const server = await serve(path.join(shop, 'dist'), formats)
    const seen = await look(browser, `${server.origin}/`, 'mobile', withoutFormats(...formats))
    await server.close()
    expect(seen.broken).toEqual([])
    expect(seen.images.map(image => image.via).sort()).toEqual(['css-background', ...Array(6).fill('img')])
    for (const { url, natural } of seen.images) {
      expect(url).toMatch(expected)
      expect(natural.width).toBeGreaterThan(0)
    }
    expect(seen.boxes).toEqual(before.mobile.boxes)
  })

  it.each(['mobile', 'desktop'] as const)('leaves every box where it was (%s)', profile => {
    expect(after[profile].boxes).toEqual(before[profile].boxes)
  })
})
