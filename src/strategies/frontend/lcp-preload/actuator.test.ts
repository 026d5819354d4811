import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import type { ImageChoice, Observation } from '../../../model/observation.js'
import { sha256 } from '../../../system/hash.js'
import type { ContractCase } from '../../contract-case.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { requestOf } from '../../fixtures/observed.js'
import { actuator } from './actuator.js'
import { makeContractCases, SITE } from './fixtures/contract-case.js'
import { observed, type SeenPage } from './fixtures/observed.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (pages?: readonly SeenPage[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-hints-'))
  folders.push(folder)
  const made = await makeContractCases.static!(folder)
  const context = contextOf(strategy, pages ? { ...made, observation: observed(pages) } : made)
  return { context, workspace: folderWorkspace(folder) }
}

describe('pages with an HTML of their own', () => {
  it('each ask for their largest picture, by an address that also holds below a path', async () => {
    const { context, workspace } = await site()
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(candidate => candidate.id)).toEqual(['preload-largest-pictures'])
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toContain(
      '    <link rel="preload" as="image" href="img/hero.jpg" fetchpriority="high">\n    <link rel="stylesheet" href="site.css">',
    )
    expect(await workspace.readText('about.html')).toContain('href="img/team.jpg"')
    expect(await workspace.readText('site.css')).toBe(SITE['site.css'])
  })

  it('are left alone where nothing could be gained, with the reason', async () => {
    const pages = [
      { path: '/', picture: '/img/hero.jpg', loadDelay: 20 },
      { path: '/about.html', picture: null },
    ]
    const { context, workspace } = await site(pages)
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals).toEqual([{ subject: '/', reason: 'its largest picture is asked for after 20 ms already' }])
  })

  it('are left alone where the picture is not theirs, or differs between devices', async () => {
    const { context, workspace } = await site([
      { path: '/', picture: 'https://elsewhere.example/hero.jpg' },
      { path: '/about.html', picture: '/img/team.jpg' },
      { path: '/about.html', picture: '/img/team-small.jpg' },
    ])
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals.map(refusal => refusal.reason)).toEqual([
      expect.stringContaining('comes from elsewhere'),
      expect.stringContaining('differs between devices'),
    ])
  })
})

/** What the loop would hand over for an application that was just built into `dist`. */
const builtApp = ({ root, statsFile }: Project, observation: Observation, command: string): ContractCase => ({
  target: {
    id: 'app',
    name: 'app',
    framework: 'frontend',
    root,
    pages: observation.pages.map(({ page }) => page),
    build: { command, output: 'dist' },
    serve: { kind: 'static', folder: 'dist', fallback: 'index.html' },
    environment: {},
  },
  observation,
  baseline: { revision: 'HEAD', root, bundleStatistics: statsFile, buildMilliseconds: 0 },
})

const ALONE = { several: null, type: null, fetchPriority: 'high', only: null }

const choice = (urls: readonly string[], more: Partial<ImageChoice> = {}): ImageChoice => ({
  type: 'image/avif',
  byMedia: false,
  candidates: urls.map((url, index) => ({ url, descriptor: `${(index + 1) * 400}w` })),
  sizes: '100vw',
  ...more,
})

describe('a picture that browsers choose', () => {
  const urls = ['/img/hero.jpg', '/img/team.jpg']
  const [small, large] = urls as [string, string]

  it('is asked for as its element has it: whatever the device takes of it', async () => {
    const pages = [
      { path: '/', picture: small, choice: choice(urls) },
      { path: '/', picture: large, choice: choice(urls) },
    ]
    const { context, workspace } = await site(pages)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toContain(
      '<link rel="preload" as="image" imagesrcset="img/hero.jpg 400w, img/team.jpg 800w" imagesizes="100vw" type="image/avif" fetchpriority="high">',
    )
  })

  it.each([
    ['a media query decides', [choice(urls, { byMedia: true })], /media query/],
    ['elements differ', [choice(urls), choice(urls, { sizes: '50vw' })], /differs between devices/],
    ['one is from elsewhere', [choice([...urls, 'https://elsewhere.example/hero.jpg'])], /elsewhere/],
    ['one is not a file of the project', [choice([...urls, '/img/gone.jpg'])], /no file/],
  ])('is left alone where %s', async (_, choices, reason) => {
    const pages = choices.map((one, index) => ({ path: '/', picture: urls[index]!, choice: one }))
    const { context, workspace } = await site(pages)
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals).toEqual([{ subject: '/', reason: expect.stringMatching(reason) }])
  })
})

describe.each([
  ['vite', 8],
  ['vite-5', 5],
] as const)('a page of %s', (tool, major) => {
  it('names bundled pictures by their files, and Vite gives the addresses', async () => {
    const project = await createProject({
      'package.json': '{"name": "app", "private": true, "type": "module"}',
      'index.html':
        '<!doctype html>\n<html>\n  <head>\n    <title>App</title>\n    <script type="module" src="/src/main.js"></script>\n  </head>\n  <body></body>\n</html>\n',
      'src/main.js':
        "import one from './img/one.avif'\nimport two from './img/two.avif'\ndocument.body.append(one, two)\n",
      'src/img/one.avif': 'one '.repeat(2_000),
      'src/img/two.avif': 'two '.repeat(2_000),
    })
    folders.push(join(project.root, '..'))
    const build = () => project.build([`node_modules/${tool}/bin/vite.js`, 'build'])
    await build()
    const built = (await readdir(join(project.root, 'dist/assets'))).filter(name => name.endsWith('.avif')).sort()
    const urls = built.map(name => `/assets/${name}`)
    const bundle = await readBundle(project.statsFile, join(project.root, 'dist'))
    const proposed = async (seen: Partial<SeenPage>) => {
      const observation = { ...observed([{ path: '/', picture: urls[0]!, ...seen }]), bundle }
      const context = contextOf(strategy, {
        ...builtApp(project, observation, 'vite build'),
      })
      const workspace = folderWorkspace(project.root)
      return { context, workspace, ...(await actuator.propose(context, workspace)) }
    }
    const several = await proposed({ choice: choice(urls) })
    const { context, workspace, candidates } = major >= 6 ? several : await proposed({})
    if (major < 6) expect(several.refusals).toEqual([{ subject: '/', reason: expect.stringContaining('Vite 5') }])
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toContain('"./src/img/one.avif')
    await build()
    const html = await readFile(join(project.root, 'dist/index.html'), 'utf8')
    const hint = /<link rel="preload"[^>]*>/.exec(html)?.[0]
    for (const url of major >= 6 ? urls : urls.slice(0, 1)) expect(hint).toContain(url)
    expect(await readdir(join(project.root, 'dist/assets'))).toEqual(expect.arrayContaining(built))
  })
})

describe('an application whose routes share one HTML', () => {
  it('names a bundled picture by its file, and webpack gives the address', async () => {
    const picture = Buffer.from('a picture, as far as webpack cares').toString()
    const project = await createProject({
      'package.json': '{"name": "app", "private": true}',
      'webpack.config.js': `const HtmlWebpackPlugin = require('html-webpack-plugin')
module.exports = {
  mode: 'production',
  entry: './src/index.js',
  output: { publicPath: '/', assetModuleFilename: 'images/[hash][ext]' },
  module: { rules: [{ test: /\\.jpg$/, type: 'asset/resource' }] },
  plugins: [new HtmlWebpackPlugin({ template: 'public/index.html' })],
}
`,
      'src/index.js': "import hero from './hero.jpg'\ndocument.body.innerHTML = '<img src=\"' + hero + '\">'\n",
      'src/hero.jpg': picture,
      'public/index.html':
        '<!doctype html>\n<html>\n  <head>\n    <title>App</title>\n  </head>\n  <body></body>\n</html>\n',
      'public/photos/lamp.jpg': 'a lamp',
    })
    folders.push(join(project.root, '..'))
    await project.build()
    const workspace = folderWorkspace(project.root)
    const observation = observed([
      { path: '/', picture: '/images/0123.jpg', bodyHash: sha256(picture), weight: 2 },
      { path: '/lamp', picture: '/photos/lamp.jpg' },
    ])
    const context = contextOf(strategy, {
      ...builtApp(project, observation, 'webpack'),
    })
    const { candidates } = await actuator.propose(context, workspace)
    const [hero, lamp] = ["<%= require('../src/hero.jpg') %>", '/photos/lamp.jpg']
    expect(candidates.map(candidate => candidate.settings)).toEqual([
      {
        hints: [
          { file: 'public/index.html', page: '/', href: hero, ...ALONE, only: '/' },
          { file: 'public/index.html', page: '/lamp', href: lamp, ...ALONE, only: '/lamp' },
        ],
      },
    ])
    await actuator.apply(candidates[0]!, context, workspace)
    await project.build()
    const html = await readFile(join(project.root, 'dist/index.html'), 'utf8')
    const [, href] = html.match(/<link rel="?preload"? as="?image"? href="?\/(images\/\w+\.jpg)/) ?? []
    expect(await readFile(join(project.root, 'dist', href!), 'utf8')).toBe(picture)
  })

  const sharing = async (...others: readonly SeenPage[]) => {
    const { context, workspace } = await site([{ path: '/', picture: '/img/hero.jpg' }, ...others])
    const serve = { kind: 'static' as const, folder: '.', fallback: 'index.html' }
    return { context: { ...context, target: { ...context.target, serve } }, workspace }
  }

  it('asks for a picture that all of its pages ask for on all of them', async () => {
    const { context, workspace } = await sharing({ path: '/plans', picture: null, asks: ['/img/hero.jpg'] })
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(({ settings }) => settings)).toEqual([
      { hints: [expect.objectContaining({ file: 'index.html', page: '/', only: null })] },
    ])
  })

  it('leaves scripts first that ask for the picture', async () => {
    const { context, workspace } = await sharing({ path: '/plans', picture: null })
    const [first, ...others] = context.observation.pages
    const asked = requestOf({ url: '/img/hero.jpg', kind: 'image', initiator: { by: 'script', url: '/app.js' } })
    const pages = [{ ...first!, survey: { ...first!.survey, requests: [asked] } }, ...others]
    const observation = { ...context.observation, pages }
    const { candidates } = await actuator.propose({ ...context, observation }, workspace)
    await actuator.apply(candidates[0]!, { ...context, observation }, workspace)
    const text = await workspace.readText('index.html')
    expect(text).toContain('rel="preload"')
    expect(text).not.toContain('fetchpriority')
  })

  it('asks for one that only some ask for on these alone', async () => {
    const { context, workspace } = await sharing({ path: '/plans', picture: null })
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toMatch(
      /<link rel="preload" as="image" href="[^"]*img\/hero\.jpg" fetchpriority="high" media="not all">\n {4}<script>if \(location\.pathname === "\/"\) document\.currentScript\.previousElementSibling\.media = 'all'<\/script>\n/,
    )
  })

  it.each([
    ['a policy keeps scripts out', '/plans', /^its HTML is also that of \/plans, and _headers sends/],
    ['the query makes the difference', '/?plans', /^what its path shows differs by the query: \/\?plans/],
  ])('asks for none where %s', async (_, path, reason) => {
    const { context, workspace } = await sharing({ path, picture: null })
    if (path === '/plans') await workspace.write('_headers', "/*\n  Content-Security-Policy: script-src 'self'\n")
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals).toEqual([{ subject: '/', reason: expect.stringMatching(reason) }])
  })
})
