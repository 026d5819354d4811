import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createProject } from '../../../instruments/bundle/fixtures/project.js'
import { sha256 } from '../../../system/hash.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { makeContractCase, SITE } from './fixtures/contract-case.js'
import { observed, type SeenPage } from './fixtures/observed.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (pages?: readonly SeenPage[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-hints-'))
  folders.push(folder)
  const made = await makeContractCase(folder)
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
      target: {
        id: 'app',
        name: 'app',
        framework: 'frontend',
        root: project.root,
        pages: observation.pages.map(({ page }) => page),
        build: { command: 'webpack', output: 'dist' },
        serve: { kind: 'static', folder: 'dist', fallback: 'index.html' },
        environment: {},
      },
      observation,
      baseline: { revision: 'HEAD', root: project.root, bundleStatistics: project.statsFile, buildMilliseconds: 0 },
    })
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(candidate => candidate.settings)).toEqual([
      { hints: [{ file: 'public/index.html', href: "<%= require('../src/hero.jpg') %>", page: '/' }] },
      { hints: [{ file: 'public/index.html', href: '/photos/lamp.jpg', page: '/lamp' }] },
    ])
    await actuator.apply(candidates[0]!, context, workspace)
    await project.build()
    const html = await readFile(join(project.root, 'dist/index.html'), 'utf8')
    const [, href] = html.match(/<link rel="?preload"? as="?image"? href="?\/(images\/\w+\.jpg)/) ?? []
    expect(await readFile(join(project.root, 'dist', href!), 'utf8')).toBe(picture)
  })
})
