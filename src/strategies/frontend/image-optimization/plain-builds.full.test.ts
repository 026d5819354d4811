import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import type { Observation, ShownImage } from '../../../model/observation.js'
import type { TargetSystem } from '../../../model/target.js'
import { sha256 } from '../../../system/hash.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { type Look, launch, look, serve } from './fixtures/browser.js'
import { shown } from './fixtures/encoded.js'
import { actuatorContext, observationOf } from './fixtures/observed.js'

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url))
const MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

const PAGE = `<!doctype html>
<html lang="en"><head><title>Lamps</title><meta name="viewport" content="width=device-width">
<style>body { margin: 0 } .hero { display: block; width: 100% } .card { display: block; width: 200px; height: 150px }</style>
<link rel="stylesheet" href="/main.css"></head><body><script type="module" src="/main.js"></script></body></html>
`
/** One picture that can be offered in several formats and sizes, one whose address is handed on. */
const APP = `import { h } from './h.js'
import chair from './images/chair.jpg'
import hero from './images/hero.jpg'

const Card = ({ picture }) => <img className="card" src={picture} alt="" />

document.body.append(
  <main>
    <img className="hero" src={hero} alt="Hero" />
    {[{ picture: chair }].map(item => (
      <Card picture={item.picture} />
    ))}
    <section className="band" />
  </main>,
)
`

interface Build {
  readonly files: Readonly<Record<string, string>>
  readonly command: string
  /** What its script runs, by Node. */
  readonly run: readonly string[]
  readonly configuration: string
  readonly expected: string
}

const BUILDS: Readonly<Record<string, Build>> = {
  Rollup: {
    command: 'rollup -c',
    run: [path.join(MODULES, 'rollup/dist/bin/rollup'), '-c', '--silent'],
    files: {
      'src/index.jsx': APP,
      'rollup.config.mjs': `import url from '@rollup/plugin-url'

export default {
  input: 'src/index.jsx',
  jsx: { mode: 'classic', factory: 'h', fragment: 'null', importSource: './h.js' },
  output: { file: 'dist/main.js', format: 'es' },
  plugins: [
    url({ include: ['**/*.jpg'], limit: 60 * 1024, publicPath: '/', destDir: 'dist' }),
  ],
}
`,
    },
    configuration: 'rollup.config.mjs',
    expected: `    url({ include: ['**/*.jpg'], limit: 60 * 1024, publicPath: '/', destDir: 'dist' }),
    url({ include: ['**/*.avif', '**/*.webp'], limit: 0, publicPath: '/', destDir: 'dist' }),
`,
  },
  esbuild: {
    command: 'node build.mjs',
    run: ['build.mjs'],
    files: {
      'src/index.jsx': `import './main.css'\n${APP}`,
      'src/main.css': '.band { height: 200px; background: url(./images/band.jpg) center / cover }\n',
      'build.mjs': `import { build } from 'esbuild'

await build({
  entryPoints: { main: 'src/index.jsx' },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  jsxFactory: 'h',
  publicPath: '/',
  loader: { '.jpg': 'file' },
})
`,
    },
    configuration: 'build.mjs',
    expected: "loader: { '.jpg': 'file', '.avif': 'file', '.webp': 'file' },",
  },
}

/** A picture as a mobile page shows it from its code. */
const inCode = async (file: string): Promise<ShownImage> => {
  const body = await readFile(file)
  return shown('mobile', 200, {
    url: 'data:image/jpeg',
    natural: { width: 1000, height: 750 },
    hasDimensions: true,
    bodyHash: sha256(body),
    bytes: body.length,
  }).image
}

const makeProject = async (build: Build): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plain-build-'))
  await mkdir(path.join(folder, 'src/images'), { recursive: true })
  await mkdir(path.join(folder, 'node_modules/@rollup/plugin-url'), { recursive: true })
  await symlink(path.join(MODULES, '@rollup/pluginutils'), path.join(folder, 'node_modules/@rollup/pluginutils'))
  await symlink(path.join(MODULES, 'esbuild'), path.join(folder, 'node_modules/esbuild'))
  await cp(path.join(FIXTURES, 'plugin-url.mjs'), path.join(folder, 'node_modules/@rollup/plugin-url/index.mjs'))
  await cp(path.join(FIXTURES, 'webpack-shop/src/h.js'), path.join(folder, 'src/h.js'))
  const files = {
    'package.json': JSON.stringify({ scripts: { build: build.command }, dependencies: { preact: '10.27.2' } }),
    'node_modules/@rollup/plugin-url/package.json': '{ "name": "@rollup/plugin-url", "exports": "./index.mjs" }',
    'index.html': PAGE,
    ...build.files,
  }
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text)
  for (const [index, name] of ['hero', 'chair', 'band'].entries())
    await writeFile(
      path.join(folder, `src/images/${name}.jpg`),
      await photo(1000, 750, 3, index + 1)
        .jpeg({ quality: 92 })
        .toBuffer(),
    )
  return folder
}

const runBuild = async (folder: string, { run }: Build): Promise<string> => {
  await rm(path.join(folder, 'dist'), { recursive: true, force: true })
  await promisify(execFile)(process.execPath, [...run], { cwd: folder })
  await cp(path.join(folder, 'index.html'), path.join(folder, 'dist/index.html'))
  const texts = (await readdir(path.join(folder, 'dist'))).filter(name => /\.(?:js|css)$/.test(name))
  return (await Promise.all(texts.map(name => readFile(path.join(folder, 'dist', name), 'utf8')))).join('\n')
}

const PAGE_TARGET = { id: 'home', path: '/', weight: 1 }

/** Has the first candidate applied. @returns what it is predicted to save of the bytes of pictures, per cent */
const optimize = async (folder: string, observation: Observation): Promise<number> => {
  const target: TargetSystem = {
    id: 'lamps',
    name: 'Lamps',
    framework: 'frontend',
    root: folder,
    pages: [PAGE_TARGET],
    build: { command: 'npm run build', output: 'dist' },
    serve: { kind: 'static', folder: 'dist' },
    environment: {},
  }
  const context = actuatorContext(target, observation, path.join(folder, '.cache'))
  const workspace = folderWorkspace(folder)
  const { candidates, refusals } = await actuator.propose(context, workspace)
  const [first] = candidates
  expect(first, JSON.stringify(refusals)).toBeDefined()
  await actuator.apply(first!, context, workspace)
  return -(first!.predicted['image-transfer-size'] ?? 0)
}

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

describe.each(Object.entries(BUILDS))('a project that %s builds, in a real browser', (_, build) => {
  let folder = ''
  let before: Look
  let after: Look
  let code = ''

  const buildAndLook = async (): Promise<Look> => {
    code = await runBuild(folder, build)
    const server = await serve(path.join(folder, 'dist'))
    try {
      return await look(browser, `${server.origin}/`, 'mobile')
    } finally {
      await server.close()
    }
  }

  beforeAll(async () => {
    folder = await makeProject(build)
    before = await buildAndLook()
    expect(before.broken).toEqual([])
    await optimize(folder, observationOf([{ page: PAGE_TARGET, profile: 'mobile', images: before.images }]))
    after = await buildAndLook()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('teaches its configuration the new types', async () => {
    expect(await readFile(path.join(folder, build.configuration), 'utf8')).toContain(build.expected)
  })

  it('shows every picture where it was, as a smaller file', () => {
    expect(after.broken).toEqual([])
    expect(after.images).toHaveLength(before.images.length)
    expect(after.boxes).toEqual(before.boxes)
    const endings = [...after.requested.keys()].map(name => path.extname(name)).toSorted()
    expect(endings).toEqual(Array(before.requested.size).fill('.avif'))
    const bytes = (l: Look): number => [...l.requested.values()].reduce((a, b) => a + b, 0)
    expect(bytes(after)).toBeLessThan(bytes(before) / 3)
    expect(code).not.toContain('data:image')
  })
})

it('takes pictures out of the code, where they need not stand there', async () => {
  const esbuild = BUILDS.esbuild!
  const script = esbuild.files['build.mjs']!.replace("'file'", "'dataurl'")
  const build = { ...esbuild, files: { ...esbuild.files, 'build.mjs': script } }
  const folder = await makeProject(build)
  try {
    const before = await runBuild(folder, build)
    expect(before.match(/data:image\/jpeg/g)).toHaveLength(3)
    const images = await Promise.all(['hero', 'chair'].map(name => inCode(path.join(folder, `src/images/${name}.jpg`))))
    const observation = observationOf([{ page: PAGE_TARGET, profile: 'mobile', images: [] }])
    const pages = observation.pages.map(page => ({ ...page, survey: { ...page.survey, inlinedImages: images } }))
    expect(await optimize(folder, { ...observation, pages })).toBeGreaterThan(50)
    const after = await runBuild(folder, build)
    expect(await readFile(path.join(folder, 'build.mjs'), 'utf8')).toContain("{ '.jpg': 'dataurl', '.webp': 'file' }")
    expect(await readFile(path.join(folder, 'src/index.jsx'), 'utf8')).toContain(
      "import hero from './images/hero.webp'",
    )
    // The one that no page was seen to show stays.
    expect(after.match(/data:image/g)).toHaveLength(1)
    const server = await serve(path.join(folder, 'dist'))
    const page = await browser.newPage()
    await page.goto(`${server.origin}/`, { waitUntil: 'networkidle0' })
    const shownNow = await page.evaluate(() =>
      [...document.images].map(image => [image.currentSrc, image.naturalWidth > 0]),
    )
    await page.close()
    await server.close()
    expect(shownNow).toEqual([
      [expect.stringMatching(/\/hero-\w+\.webp$/), true],
      [expect.stringMatching(/\/chair-\w+\.webp$/), true],
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
