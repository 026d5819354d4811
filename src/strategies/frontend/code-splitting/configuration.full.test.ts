import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import { actuator } from './actuator.js'
import { SHOP } from './fixtures/shop.js'
import { shops } from './fixtures/shops.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'

const { start } = shops()

describe('a configuration', () => {
  const config = SHOP['webpack.config.js']!

  it('with one name for all style sheets gets no second chunk that could have some; lazy routes leave theirs where they are', async () => {
    const project = await start({
      'webpack.config.js': config.replace(
        'new MiniCssExtractPlugin()',
        "new MiniCssExtractPlugin({ filename: 'style.css' })",
      ),
    })
    const context = await contextOf(project)
    const workspace = folderWorkspace(project.root)
    const { candidates, refusals } = await actuator.propose(context, workspace)
    const ids = candidates.map(candidate => candidate.id)
    for (const id of ['manifest-split-chunks', 'lazy-routes-initial-vendors']) expect(ids).not.toContain(id)
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(
      expect.stringMatching(/names every style sheet 'style\.css'/),
    )
    await actuator.apply(candidates.find(candidate => candidate.id === 'lazy-routes-early')!, context, workspace)
    await project.build()
    const files = await readdir(join(project.root, 'dist'))
    expect(files.filter(file => file.endsWith('.css'))).toEqual(['style.css'])
    expect(files).toContainEqual(expect.stringMatching(/^catalogue\.\w{8}\.js$/))
  })

  it('with output.clean is left with all files of the split build, and none of the one before', async () => {
    const project = await start({})
    const context = await contextOf(project)
    const workspace = folderWorkspace(project.root)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates.find(candidate => candidate.id === 'lazy-routes-early')!, context, workspace)
    await project.build()
    const { chunks } = await readBundle(project.statsFile, join(project.root, 'dist'))
    const scripts = (await readdir(join(project.root, 'dist'))).filter(file => file.endsWith('.js'))
    expect(scripts.toSorted()).toEqual(chunks.flatMap(chunk => chunk.files).toSorted())
    expect(scripts).toContainEqual(expect.stringMatching(/^product\./))
  })

  it('that cannot be passed on is told of before anything that needs it is offered', async () => {
    const project = await start({
      'webpack.config.js': config
        .replace('module.exports = {', 'const set = made => { module.exports = made }\nset({')
        .replace(/}\n$/, '})\n'),
    })
    const { candidates, refusals } = await actuator.propose(await contextOf(project), folderWorkspace(project.root))
    const ids = candidates.map(candidate => candidate.id)
    expect(ids).toContain('lazy-routes')
    expect(ids).not.toContain('manifest-split-chunks')
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(
      expect.stringMatching(/webpack\.config\.js does not export the configuration in a way that can be passed on/),
    )
  })
})

describe("a production build in mode 'development' that shares its configuration with a development server", () => {
  const development = SHOP['webpack.config.js']!.replace("mode: 'production'", "mode: 'development'")
  const scripts = (build: string) =>
    `${JSON.stringify({ name: 'shop', private: true, scripts: { build, start: 'webpack serve' } }, null, 2)}\n`

  it('gets the mode for its own command alone', async () => {
    const project = await start({ 'webpack.config.js': development, 'package.json': scripts('webpack') })
    const context = await contextOf(project)
    const workspace = folderWorkspace(project.root)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates.find(candidate => candidate.id === 'development-mode')!, context, workspace)
    expect(await workspace.readText('webpack.config.js')).toBe(development)
    expect(await workspace.readText('package.json')).toBe(scripts('webpack --mode production'))
    await project.build(['node_modules/webpack-cli/bin/cli.js', '--mode', 'production'])
    expect((await readBundle(project.statsFile, join(project.root, 'dist'))).mode).toBe('production')
  })

  it('is left alone where its command is a script of its own', async () => {
    const project = await start({ 'webpack.config.js': development, 'package.json': scripts('node build.js') })
    const { candidates, refusals } = await actuator.propose(await contextOf(project), folderWorkspace(project.root))
    expect(candidates.map(candidate => candidate.id)).not.toContain('development-mode')
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(
      expect.stringMatching(/the script start \(webpack serve\) goes by the same configuration/),
    )
  })
})
