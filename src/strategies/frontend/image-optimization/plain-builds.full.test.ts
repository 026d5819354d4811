import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import type { TargetSystem } from '../../../model/target.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { type Look, launch, look, serve } from './fixtures/browser.js'
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
  jsx: { mode: 'classic', factory: 'h', fragment: 'null' },
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
    await promisify(execFile)(process.execPath, [...build.run], { cwd: folder })
    await cp(path.join(folder, 'index.html'), path.join(folder, 'dist/index.html'))
    const server = await serve(path.join(folder, 'dist'))
    try {
      return await look(browser, `${server.origin}/`, 'mobile')
    } finally {
      await server.close()
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'plain-build-'))
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
        await photo(1000, 750, 3, index + 1).jpeg({ quality: 92 }).toBuffer(),
      )
    before = await buildAndLook()
    const page = { id: 'home', path: '/', weight: 1 }
    const target: TargetSystem = {
      id: 'lamps',
      name: 'Lamps',
      framework: 'frontend',
      root: folder,
      pages: [page],
      build: { command: 'npm run build', output: 'dist' },
      serve: { kind: 'static', folder: 'dist' },
      environment: {},
    }
    const observation = observationOf([{ page, profile: 'mobile', images: before.images }])
    const context = actuatorContext(target, observation, path.join(folder, '.cache'))
    const workspace = folderWorkspace(folder)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates[0]!, context, workspace)
    after = await buildAndLook()
    const built = await readdir(path.join(folder, 'dist'))
    const texts = built.filter(name => /\.(?:js|css)$/.test(name))
    code = (await Promise.all(texts.map(name => readFile(path.join(folder, 'dist', name), 'utf8')))).join('\n')
  }, 300_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('teaches its configuration the new types', async () => {
    expect(await readFile(path.join(folder, build.configuration), 'utf8')).toContain(build.expected)
  })

  it('shows every picture where it was, as a smaller file', () => {
    expect(after.broken).toEqual([])
    expect(after.images).toHaveLength(before.images.length)
    expect(after.boxes).toEqual(before.boxes)
    const endings = [...after.requested.keys()].map(name => path.extname(name)).toSorted()
    expect(endings).toEqual(before.requested.size === 3 ? ['.avif', '.avif', '.webp'] : ['.avif', '.webp'])
    const bytes = (l: Look): number => [...l.requested.values()].reduce((a, b) => a + b, 0)
    expect(bytes(after)).toBeLessThan(bytes(before) / 3)
    expect(code).not.toContain('data:image')
  })
})
