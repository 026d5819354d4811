import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import { actuator } from './actuator.js'
import { SHOP } from './fixtures/shop.js'
import { shops } from './fixtures/shops.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'

const { create, start } = shops()

describe('a page that names its one script by hand', () => {
  let project: Project
  beforeAll(async () => {
    project = await start({
      'webpack.config.js': SHOP['webpack.config.js']!.replace(
        "new HtmlWebpackPlugin({ template: './src/index.html' }), ",
        '',
      ).replace(
        "filename: '[name].[contenthash:8].js', publicPath: '/'",
        "filename: 'bundle.js', chunkFilename: 'part.js', publicPath: ''",
      ),
    })
  })

  it('is not given a second initial chunk, which it would not load', async () => {
    const { candidates, refusals } = await actuator.propose(await contextOf(project), folderWorkspace(project.root))
    const ids = candidates.map(candidate => candidate.id)
    expect(ids).toContain('lazy-routes')
    for (const id of ['manifest-split-chunks', 'lazy-routes-early', 'lazy-routes-initial-vendors'])
      expect(ids).not.toContain(id)
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(
      expect.stringContaining('name their scripts by hand'),
    )
  })

  it('keeps the name of its script, while chunks get names of their own and are found from nested pages', async () => {
    const context = await contextOf(project, { pages: ['/', '/product/7'] })
    const workspace = folderWorkspace(project.root)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates.find(candidate => candidate.id === 'lazy-routes')!, context, workspace)
    await project.build()
    const scripts = (await readdir(join(project.root, 'dist'))).filter(file => file.endsWith('.js')).toSorted()
    expect(scripts).toContain('bundle.js')
    expect(scripts).toContainEqual(expect.stringMatching(/^catalogue\.\w{8}\.js$/))
    expect(scripts).toContainEqual(expect.stringMatching(/^product\.\w{8}\.js$/))
    expect(scripts).not.toContain('part.js')
    expect(await workspace.readText('webpack.code-splitting.cjs')).toContain("publicPath: 'auto'")
  })
})

describe('a project is looked at before anything is offered', () => {
  let project: Project
  beforeAll(async () => {
    project = await start({})
  })
  /** What is proposed for sources that differ from those that were built. */
  const propose = async (files: Record<string, string>) => {
    const changed = await create(files)
    return actuator.propose(await contextOf(project), folderWorkspace(changed.root))
  }

  it.each([
    [
      'takes over markup of a server',
      { 'src/index.jsx': `${SHOP['src/index.jsx']!.replace('createRoot(', 'hydrateRoot(')}` },
      /takes over markup/,
    ],
    [
      'renders on a server',
      { 'server.js': "import { renderToString } from 'react-dom/server'" },
      /server\.js renders the pages on a server/,
    ],
  ])('that %s keeps its routes together', async (_, files, reason) => {
    const { candidates, refusals } = await propose(files)
    expect(candidates.filter(candidate => candidate.id.startsWith('lazy-'))).toEqual([])
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(expect.stringMatching(reason))
  })

  it.each([
    [
      'a Content Security Policy',
      { 'server.js': "reply.header('Content-Security-Policy', \"default-src 'self'\")" },
      /Content Security Policy/,
    ],
    ['a base path', { 'src/App.jsx': `${SHOP['src/App.jsx']}\nexport const basename = '/shop'\n` }, /base path/],
  ])('with %s gets no script in its page', async (_, files, reason) => {
    const { candidates, refusals } = await propose(files)
    const ids = candidates.map(candidate => candidate.id)
    expect(ids).toContain('lazy-routes')
    expect(ids).not.toContain('lazy-routes-early')
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(expect.stringMatching(reason))
  })

  it('that was extended before is not extended twice', async () => {
    const { candidates } = await propose({ 'webpack.code-splitting.cjs': '' })
    const ids = candidates.map(candidate => candidate.id)
    expect(ids).toContain('lazy-routes')
    expect(ids).not.toContain('manifest-split-chunks')
  })
})
