import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createProject } from '../fixtures/project.js'
import { readBundle } from '../read-bundle.js'
import { pageScripts } from './page-scripts.js'
import { readOutput } from './read-output.js'
import { scriptImports } from './script-imports.js'

const words = (name: string): string =>
  `export const ${name} = ${JSON.stringify(Array.from({ length: 300 }, (_, i) => `${name} ${i}`))}\n`

describe('the output of a bundler that says nothing', () => {
  /** Made by a tool outside of any build that is listened to: what is read is the output alone. */
  const made = createProject({
    'src/main.js': `import { createElement } from 'react'
import { lamps } from './lamps.js'
document.title = lamps.length
window.more = () => import('./chairs.js').then(({ chairs }) => chairs)
window.element = createElement('p')
`,
    'src/lamps.js': words('lamps'),
    'src/chairs.js': words('chairs'),
    'dist/index.html': `<!doctype html><html lang="en"><title>Shop</title>
<script src="https://cdn.example/analytics.js"></script>
<script nomodule src="/shop/old.js"></script>
<script type="module" src="/shop/main.js?v=3"></script></html>`,
    'dist/old.js': 'window.old = 1',
  })
  beforeAll(async () => {
    const { root } = await made
    await build({
      absWorkingDir: root,
      entryPoints: ['src/main.js'],
      bundle: true,
      splitting: true,
      format: 'esm',
      minify: true,
      sourcemap: true,
      outdir: 'dist',
    })
  })
  afterAll(async () => (await made).remove())

  it('is read without its bundler: what a page loads at first, and what later', async () => {
    const { root } = await made
    const bundle = await readBundle(null, join(root, 'dist'), root)
    expect(bundle).toMatchObject({
      bundler: 'unknown',
      bundlerVersion: '',
      mode: '',
      outputPath: '.',
      codeSplitting: true,
    })
    const [page] = bundle.entrypoints
    expect(page?.name).toBe('index')
    expect(page?.files).toContain('main.js')
    const sizes = await Promise.all(page!.files.map(async file => (await stat(join(root, 'dist', file))).size))
    expect(page!.size).toBe(sizes.reduce((sum, size) => sum + size, 0))
    const chairs = bundle.chunks.find(({ files }) => /chairs/.test(files[0]!))
    expect(chairs).toMatchObject({ initial: false, entry: false })
    expect(bundle.chunks.find(({ id }) => id === 'old.js')).toMatchObject({ initial: false })
  })

  it('has its bytes by module and package, where it has source maps', async () => {
    const { root } = await made
    const { modules } = await readBundle(null, join(root, 'dist'), root)
    const lamps = modules.find(({ path }) => path === 'src/lamps.js')
    expect(lamps?.packageName).toBeNull()
    expect(lamps?.parsedSize).toBeGreaterThan(3000)
    expect(modules.some(({ packageName }) => packageName === 'react')).toBe(true)
    const whole = await stat(join(root, 'dist/main.js'))
    const inMain = modules.filter(({ chunkFiles }) => chunkFiles.includes('main.js'))
    const attributed = inMain.reduce((sum, { parsedSize }) => sum + parsedSize, 0)
    expect(attributed).toBeGreaterThan(whole.size * 0.8)
    expect(attributed).toBeLessThanOrEqual(whole.size * 1.01)
  })
})

describe('an output without a bundle', () => {
  it('is none: no script, or none that a page loads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'output-'))
    try {
      expect(await readOutput(folder, folder)).toBeNull()
      expect(await readOutput(join(folder, 'missing'), folder)).toBeNull()
      await expect(readBundle(null, folder, folder)).rejects.toMatchObject({ code: 'TARGET_UNSUPPORTED' })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

describe('scripts of a page', () => {
  const files = new Set(['app.js', 'js/shop.js', 'docs/local.js'])
  const of = (html: string, page = 'index.html') => pageScripts(html, page, files)

  it('are found beside it, from the root, below a base path and on a CDN', () => {
    expect(of('<script src="app.js"></script>')).toEqual(['app.js'])
    expect(of('<script src="./local.js"></script><script src="../js/shop.js"></script>', 'docs/index.html')).toEqual([
      'docs/local.js',
      'js/shop.js',
    ])
    expect(of('<script src="/base/js/shop.js?x"></script>')).toEqual(['js/shop.js'])
    expect(of('<script src="https://cdn.example/assets/app.js"></script>')).toEqual(['app.js'])
  })

  it('are not data, not for old browsers, and not what lies elsewhere', () => {
    expect(of('<script type="application/json" src="app.js"></script>')).toEqual([])
    expect(of('<script nomodule src="app.js"></script>')).toEqual([])
    expect(of('<script src="other.js"></script><!-- <script src="app.js"></script> -->')).toEqual([])
  })
})

describe('imports of a script', () => {
  it('are those of its code, not of its texts', () => {
    const text = `import{a}from"./a.js";export*from"./b.js";const t="import('./no.js')";x(()=>import("./c.js"));import(t)`
    expect(scriptImports(text)).toEqual({ imports: ['./a.js', './b.js'], dynamicImports: ['./c.js'] })
  })

  it('are none where it cannot be read', () => {
    expect(scriptImports('import {{{')).toEqual({ imports: [], dynamicImports: [] })
  })
})

describe('what Next.js leaves for its server, built by a bundler that says nothing', () => {
  const folderOf = async (files: Record<string, string>) => {
    const { root, remove } = await createProject(
      Object.fromEntries(
        Object.entries({
          BUILD_ID: 'x',
          'static/chunks/main.js': words('main'),
          'static/chunks/later.js': words('later'),
          'server/chunks/ssr/page.js': words('server'),
          'build-manifest.json': JSON.stringify({
            rootMainFiles: ['static/chunks/main.js'],
            pages: { '/_app': [], '/old': ['static/chunks/later.js', 'static/css/old.css'] },
          }),
          ...files,
        }).map(([name, text]) => [`.next/${name}`, text]),
      ),
    )
    onTestFinished(remove)
    return readOutput(join(root, '.next'), root)
  }

  it('is read by the pages that were rendered ahead; what only the server runs is not of it', async () => {
    const bundle = await folderOf({
      'server/app/lamps.html': '<script src="/_next/static/chunks/main.js" async=""></script>',
    })
    expect(bundle?.entrypoints).toMatchObject([{ name: 'lamps', files: ['static/chunks/main.js'] }])
    expect(bundle?.chunks.map(({ id, initial }) => [id, initial])).toEqual([
      ['static/chunks/later.js', false],
      ['static/chunks/main.js', true],
    ])
  })

  it('is read by its own list where each page is rendered when it is asked for', async () => {
    const bundle = await folderOf({})
    expect(bundle?.entrypoints.map(({ name, files }) => [name, files])).toEqual([
      ['_main', ['static/chunks/main.js']],
      ['/old', ['static/chunks/later.js']],
    ])
  })
})
