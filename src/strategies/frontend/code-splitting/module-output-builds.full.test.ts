import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundleMetrics } from '../../../instruments/bundle/bundle-metrics.js'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import { actuator } from './actuator.js'
import { BY_ESBUILD, BY_ROLLUP, ESBUILD_COMMAND, ROLLUP_COMMAND } from './fixtures/one-script.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'

type Files = Readonly<Record<string, string>>

const projects: Project[] = []
afterAll(() => Promise.all(projects.map(project => project.remove())))

const built = async (files: Files, command: readonly string[]): Promise<Project> => {
  const project = await createProject(files)
  projects.push(project)
  await project.build(command)
  return project
}

const proposed = async (project: Project, options = {}) =>
  actuator.propose(
    await contextOf(project, { pages: ['/', '/catalogue', '/product/7'], ...options }),
    folderWorkspace(project.root),
  )

const initialBytes = async (project: Project): Promise<number> =>
  bundleMetrics(await readBundle(project.statsFile, join(project.root, 'dist')))['initial-bundle-size']!

const scriptsOf = async (project: Project): Promise<string[]> =>
  (await readdir(join(project.root, 'dist'))).filter(file => file.endsWith('.js')).sort()

describe.each([
  ['Rollup', BY_ROLLUP, ROLLUP_COMMAND, 'rollup.config.js', 'bundle'],
  ['esbuild', BY_ESBUILD, ESBUILD_COMMAND, 'build.mjs', 'app'],
] as const)('a shop that %s puts into one script', (_, files, command, config, name) => {
  it('is made of ES modules, and loads its heavy routes when they are opened', async () => {
    const project = await built(files, command)
    const context = await contextOf(project, { pages: ['/', '/catalogue', '/product/7'] })
    const workspace = folderWorkspace(project.root)
    const { candidates, settings } = await actuator.propose(context, workspace)
    const chosen = candidates.find(({ id }) => id === 'lazy-routes')!
    expect(chosen.title).toContain('ES modules in several files in place of one script')
    expect(settings.find(({ key }) => key === 'automation.implementation')).toMatchObject({ effect: 'acts' })
    const before = await initialBytes(project)
    const sheet = await readFile(join(project.root, `dist/${name}.css`), 'utf8')

    const { details } = await actuator.apply(chosen, context, workspace)
    expect(details).toContainEqual(expect.stringMatching(`^${config}: .* ES modules in several files`))
    expect(details).toContain(`public/index.html: loads /${name}.js as a module`)
    const page = await workspace.readText('public/index.html')
    expect(page).toContain(`<script type="module" src="/${name}.js"></script>`)
    await project.build(command)

    const scripts = await scriptsOf(project)
    expect(scripts).toContain(`${name}.js`)
    // Names of chunks carry a hash: what comes with them is kept by browsers until it changes.
    expect(scripts).toContainEqual(expect.stringMatching(/^Catalogue-[\w-]{6,}\.js$/))
    // The first load has all styles, in their order, whatever is loaded later.
    expect(await readFile(join(project.root, `dist/${name}.css`), 'utf8')).toBe(sheet)
    expect(await readFile(join(project.root, `dist/${name}.js`), 'utf8')).not.toContain('word 8000')
    const bundle = await readBundle(project.statsFile, join(project.root, 'dist'))
    expect(bundle.codeSplitting).toBe(true)
    const after = await initialBytes(project)
    expect(Math.abs(100 * (after / before - 1) - chosen.predicted['initial-bundle-size']!)).toBeLessThan(15)
  })
})

describe('a shop in one script', () => {
  it('makes the same edits again on the same sources', async () => {
    const project = await built(BY_ESBUILD, ESBUILD_COMMAND)
    const context = await contextOf(project, { pages: ['/', '/catalogue'] })
    const { candidates } = await actuator.propose(context, folderWorkspace(project.root))
    const chosen = candidates.find(({ id }) => id === 'lazy-routes')!
    const texts = async (): Promise<Record<string, string>> => {
      const workspace = folderWorkspace(project.root)
      await actuator.apply(chosen, context, workspace)
      const read = async (path: string) => [path, await workspace.readText(path)] as const
      return Object.fromEntries(await Promise.all(['build.mjs', 'public/index.html', 'src/App.jsx'].map(read)))
    }
    const once = await texts()
    await project.write(BY_ESBUILD)
    expect(await texts()).toEqual(once)
  })

  it('is left alone where the configuration is to be', async () => {
    const project = await built(BY_ESBUILD, ESBUILD_COMMAND)
    const { candidates, refusals } = await proposed(project, { automation: { implementation: 'source-only' } })
    expect(candidates).toEqual([])
    expect(refusals.map(({ reason }) => reason)).toContainEqual(expect.stringContaining("'source-only'"))
  })
})

describe('a build into one script whose sources name files by import() already', () => {
  const app = BY_ESBUILD['src/App.jsx']!.replace(
    "import { Catalogue } from './pages/Catalogue'",
    "import { lazy, Suspense } from 'react'\nconst Catalogue = lazy(() => import('./pages/Catalogue').then(module => ({ default: module.Catalogue })))",
  ).replace('<Catalogue />', '<Suspense fallback={null}><Catalogue /></Suspense>')
  // Without it, Rollup refuses to write one file.
  const inlined = {
    'rollup.config.js': BY_ROLLUP['rollup.config.js']!.replace(
      "name: 'shop'",
      "name: 'shop', inlineDynamicImports: true",
    ),
  }
  const product = 'export default function Product() {\n  return <h1>Product</h1>\n}\n'

  it.each([
    [
      'Rollup',
      { ...BY_ROLLUP, ...inlined, 'src/App.jsx': app, 'src/pages/Product.jsx': product },
      ROLLUP_COMMAND,
      'bundle',
    ],
    ['esbuild', { ...BY_ESBUILD, 'src/App.jsx': app, 'src/pages/Product.jsx': product }, ESBUILD_COMMAND, 'app'],
  ] as const)('gets files for them by %s', async (_, files, command, name) => {
    const project = await built(files, command)
    const context = await contextOf(project, { pages: ['/', '/catalogue'] })
    const workspace = folderWorkspace(project.root)
    const { candidates } = await actuator.propose(context, workspace)
    const chosen = candidates.find(({ id }) => id === 'module-output')!
    const before = await initialBytes(project)
    await actuator.apply(chosen, context, workspace)
    expect(await workspace.readText('src/App.jsx')).toBe(app)
    await project.build(command)
    expect(await readFile(join(project.root, `dist/${name}.js`), 'utf8')).not.toContain('word 8000')
    const change = 100 * ((await initialBytes(project)) / before - 1)
    expect(Math.abs(change - chosen.predicted['initial-bundle-size']!)).toBeLessThan(15)
  })

  it('is left alone where what Rollup runs at the start now does something', async () => {
    const files = {
      ...BY_ROLLUP,
      ...inlined,
      'src/App.jsx': app,
      'src/pages/Product.jsx': product,
      'src/words.js': `window.words = 1\n${BY_ROLLUP['src/words.js']}`,
    }
    const { candidates, refusals } = await proposed(await built(files, ROLLUP_COMMAND))
    expect(candidates).toEqual([])
    expect(refusals.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('acts when it is loaded'))
  })
})

describe('a build into one script is left as it is, with the reason', () => {
  const script = (from: string, to: string): Files => ({ 'build.mjs': BY_ESBUILD['build.mjs']!.replace(from, to) })
  const reasonOf = async (files: Files, command: readonly string[]): Promise<string> => {
    const { candidates, refusals } = await proposed(await built(files, command))
    expect(candidates).toEqual([])
    return refusals.find(({ subject }) => subject === 'Routes and components')!.reason
  }

  it.each([
    [
      'an option that may be meant for one file',
      script('minify: true', "minify: true, footer: { js: '//' }"),
      /given footer/,
    ],
    ['browsers that do not know import()', script("'es2017'", "['es2020', 'chrome62']"), /written for chrome62/],
    [
      'code that asks for its tag',
      { 'src/index.jsx': `${BY_ESBUILD['src/index.jsx']}console.log(document.currentScript)\n` },
      /currentScript/,
    ],
    ['code that is not strict', { 'src/words.js': `words = 1\n${BY_ESBUILD['src/words.js']}` }, /gives words a value/],
    [
      'a page that checks the script',
      {
        'public/index.html': BY_ESBUILD['public/index.html']!.replace(
          'src="/app.js"',
          'src="/app.js" integrity="sha384-x"',
        ),
      },
      /integrity/,
    ],
    [
      'a script after it',
      { 'public/index.html': BY_ESBUILD['public/index.html']!.replace('</body>', '<script>start()</script></body>') },
      /would run before it/,
    ],
    [
      'a worker that may keep it',
      {
        'public/sw.js':
          "self.addEventListener('install', () => caches.open('v1').then(cache => cache.add('/app.js')))\n",
      },
      /public\/sw.js names/,
    ],
    ['old browsers named', { 'package.json': '{"name": "shop", "browserslist": "ie 11"}' }, /package.json names ie 11/],
    [
      'two bundles',
      script(
        'await esbuild.build({',
        "await esbuild.build({ entryPoints: ['src/words.js'], bundle: true, outfile: 'dist/words.js' })\nawait esbuild.build({",
      ),
      /several scripts/,
    ],
  ] as const)('by esbuild with %s', async (_, files, reason) => {
    expect(await reasonOf({ ...BY_ESBUILD, ...files }, ESBUILD_COMMAND)).toMatch(reason)
  })

  it('and nothing of it is written', async () => {
    const project = await built(
      { ...BY_ESBUILD, ...script('minify: true', "minify: true, footer: { js: '//' }") },
      ESBUILD_COMMAND,
    )
    const context = await contextOf(project)
    const workspace = folderWorkspace(project.root)
    const settings = {
      splitChunks: null,
      lazyRoutes: true,
      lazyComponents: 'none',
      earlyChunks: false,
      moduleOutput: true,
      ownGoals: [],
    }
    const candidate = { id: 'lazy-routes', title: '', settings, predicted: {}, basis: '' }
    await expect(actuator.apply(candidate, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    expect(await workspace.readText('src/App.jsx')).toBe(BY_ESBUILD['src/App.jsx'])
    expect(existsSync(join(project.root, 'vite.code-splitting.mjs'))).toBe(false)
  })
})
