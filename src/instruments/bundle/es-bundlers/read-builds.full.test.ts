import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BundleObservation } from '../../../model/observation.js'
import { bundleMetrics } from '../bundle-metrics.js'
import { createProject, type Project } from '../fixtures/project.js'
import { ModuleGraph } from '../module-graph.js'
import { readBundle } from '../read-bundle.js'

const words = (name: string): string =>
  `export const ${name} = ${JSON.stringify(Array.from({ length: 400 }, (_, i) => `${name} ${i}`))}\n`

/** A page that takes one of two modules from an index, and loads another, which takes the other one, when it is clicked. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{"name": "little-shop", "private": true, "type": "module"}',
  'index.html':
    '<!doctype html><html lang="en"><title>Shop</title><script type="module" src="/src/main.ts"></script></html>\n',
  'src/main.ts': `import { createElement } from 'react'
import { lamps, type Lamp } from './parts'
const first: Lamp = lamps[0]
document.title = first + lamps.length
document.addEventListener('click', () => import('./dialog').then(dialog => dialog.show()))
Object.assign(window, { element: createElement('p') })
`,
  'src/dialog.ts': `import { chairs } from './parts'
import semver from 'semver'
export const show = () => console.log(chairs, semver.valid('1.2.3'))
`,
  'src/parts/index.ts': "export { lamps } from './lamps'\nexport * from './chairs'\nexport type Lamp = string\n",
  'src/parts/lamps.ts': words('lamps'),
  'src/parts/chairs.ts': words('chairs'),
  'vite.config.ts': "import { defineConfig } from 'vite'\nexport default defineConfig({ build: { outDir: 'dist' } })\n",
  'rolldown.mjs': `import { rolldown } from 'rolldown'
const bundle = await rolldown({ input: 'src/main.ts' })
await bundle.write({ dir: 'dist', entryFileNames: '[name].js', minify: true })
`,
  'rollup.mjs': `import { rollup } from 'rollup'
import { transform } from 'esbuild'
import commonjs from '@rollup/plugin-commonjs'
import { nodeResolve } from '@rollup/plugin-node-resolve'
const typescript = { name: 'typescript', transform: async (code, id) => (id.endsWith('.ts') ? (await transform(code, { loader: 'ts' })).code : null) }
const bundle = await rollup({ input: 'src/main.ts', plugins: [nodeResolve({ extensions: ['.ts', '.js'] }), commonjs(), typescript] })
await bundle.write({ dir: 'dist', format: 'es' })
`,
  'rollup.config.mjs':
    "export default { input: 'src/parts/lamps.ts', output: { file: 'dist/shop.js', format: 'iife', name: 'shop' } }\n",
  'esbuild.mjs': `import { build } from 'esbuild'
const result = await build({ entryPoints: ['src/main.ts'], bundle: true, splitting: true, format: 'esm', outdir: 'dist', minify: true })
if (result.metafile) process.exit(2)
`,
  'esbuild.cjs': `const esbuild = require('esbuild')
esbuild.context({ entryPoints: ['src/main.ts'], bundle: true, outfile: 'dist/shop.js' }).then(async context => {
  await context.rebuild()
  await context.dispose()
})
`,
}

const projects: Project[] = []
afterAll(() => Promise.all(projects.map(project => project.remove())))

const built = async (...command: string[]): Promise<{ project: Project; bundle: BundleObservation }> => {
  const project = await createProject(FILES)
  projects.push(project)
  await project.build(command)
  return { project, bundle: await readBundle(project.statsFile, join(project.root, 'dist')) }
}

const moduleOf = ({ modules }: BundleObservation, path: string) => modules.find(module => module.path === path)

describe.each([
  ['vite', ['node_modules/vite/bin/vite.js', 'build']],
  ['vite', ['node_modules/vite-5/bin/vite.js', 'build']],
  ['rolldown', ['rolldown.mjs']],
  ['rollup', ['rollup.mjs']],
  ['esbuild', ['esbuild.mjs']],
] as const)('a bundle made by %s (%s)', (bundler, command) => {
  let project: Project
  let bundle: BundleObservation
  beforeAll(async () => {
    const made = await built(...command)
    project = made.project
    bundle = made.bundle
  })

  it('says who made it, and that what import() names is a file of its own', () => {
    expect(bundle.bundler).toBe(bundler)
    expect(bundle.bundlerVersion).toMatch(/^\d+\.\d+\.\d+/)
    expect(bundle.codeSplitting).toBe(true)
    expect(bundle.outputPath).toBe(bundler === 'vite' ? '.' : '.')
  })

  it('weighs each module and package as it lies in the output', () => {
    const written = bundle.chunks.reduce((sum, chunk) => sum + chunk.size, 0)
    const attributed = bundle.modules.reduce((sum, module) => sum + module.parsedSize, 0)
    expect(attributed).toBeGreaterThan(written * 0.85)
    expect(attributed).toBeLessThanOrEqual(written * 1.01)
    const react = bundle.modules.filter(module => module.packageName === 'react')
    expect(react.map(({ path }) => path)).toContainEqual(expect.stringMatching(/^node_modules\/react\/.*\.js$/))
    expect(react.reduce((sum, module) => sum + module.gzipSize, 0)).toBeGreaterThan(500)
  })

  it('tells the first load from what is loaded later', async () => {
    const [entry] = bundle.entrypoints
    expect(bundle.entrypoints).toHaveLength(1)
    const texts = await Promise.all(
      entry!.files.map(file => readFile(join(project.root, 'dist', bundle.outputPath, file))),
    )
    const bytes = texts.reduce((sum, { length }) => sum + length, 0)
    expect(bundleMetrics(bundle)).toEqual({ 'initial-bundle-size': bytes, 'bundle-size': bytes })
    const initial = new Set(entry!.files)
    expect(moduleOf(bundle, 'src/dialog.ts')?.chunkFiles.some(file => initial.has(file))).toBe(false)
    const semver = bundle.modules.filter(module => module.packageName === 'semver')
    expect(semver.length).toBeGreaterThan(0)
    expect(semver.flatMap(({ chunkFiles }) => chunkFiles).filter(file => initial.has(file))).toEqual([])
  })

  it('knows who imports a module, and how, seeing through an index that hands it on', () => {
    expect(moduleOf(bundle, 'src/parts/index.ts')).toBeUndefined()
    expect(moduleOf(bundle, 'src/parts/lamps.ts')?.importedBy).toEqual([{ path: 'src/main.ts', dynamic: false }])
    expect(moduleOf(bundle, 'src/parts/chairs.ts')?.importedBy).toEqual([{ path: 'src/dialog.ts', dynamic: false }])
    expect(moduleOf(bundle, 'src/dialog.ts')?.importedBy).toEqual([{ path: 'src/main.ts', dynamic: true }])
    const graph = new ModuleGraph(bundle)
    expect(graph.roots()).toEqual(['src/main.ts'])
    expect([...graph.reach(graph.roots())].filter(path => path.startsWith('src/'))).toEqual([
      'src/main.ts',
      'src/parts/lamps.ts',
    ])
  })
})

describe('what cannot load a part of itself later', () => {
  it.each([
    ['rollup', ['node_modules/rollup/dist/bin/rollup', '-c', 'rollup.config.mjs'], /one file/],
    ['esbuild', ['esbuild.cjs'], /without `splitting`/],
  ] as const)('is told by %s (%s)', async (bundler, command, hazard) => {
    const { bundle } = await built(...command)
    expect(bundle.bundler).toBe(bundler)
    expect(bundle.codeSplitting).toBe(false)
    expect(bundle.hazards).toContainEqual(expect.stringMatching(hazard))
    expect(bundle.chunks.map(({ files }) => files)).toEqual([['shop.js']])
  })
})

it('what a server runs is not taken for what browsers load', async () => {
  const project = await createProject({
    ...FILES,
    'both.mjs': `import { build } from 'vite'
await build({ build: { outDir: 'dist/client' } })
await build({ build: { outDir: 'dist/server', ssr: 'src/dialog.ts' } })
`,
  })
  projects.push(project)
  await project.build(['both.mjs'])
  const bundle = await readBundle(project.statsFile, join(project.root, 'dist'))
  expect(bundle.outputPath).toBe('client')
})

it('a build whose files a later step moved is found where they are', async () => {
  const project = await createProject({
    ...FILES,
    'moved.mjs': `import { cpSync } from 'node:fs'
import { build } from 'vite'
await build({ build: { outDir: '.tool/client' } })
cpSync('.tool/client', 'public', { recursive: true })
`,
  })
  projects.push(project)
  await project.build(['moved.mjs'])
  const bundle = await readBundle(project.statsFile, join(project.root, 'public'))
  expect(bundle.outputPath).toBe('.')
  expect(bundle.entrypoints).toHaveLength(1)
})
