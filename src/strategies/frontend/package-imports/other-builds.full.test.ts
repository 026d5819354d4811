import { describe, expect, it } from 'vitest'
import { initialBytes } from '../../fixtures/built-project.js'
import { projects } from '../../fixtures/projects.js'
import { actuator } from './actuator.js'
import { APP } from './fixtures/contract-case.js'
import { lookedAt, shown } from './fixtures/looked-at.js'

const create = projects()

it('by Vite what is used of packages is imported by itself too', async () => {
  const build = ['node_modules/vite/bin/vite.js', 'build']
  const output = "{ entryFileNames: 'main.js', format: 'iife' }"
  const project = await create({
    ...APP,
    'index.html': '<!doctype html><title>Versions</title><script type="module" src="/src/index.js"></script>',
    'vite.config.js': `export default { build: { rollupOptions: { output: ${output} }, modulePreload: false } }\n`,
  })
  const { context, workspace, proposal } = await lookedAt(project, build)
  expect(proposal.candidates.map(({ id }) => id)).toEqual(['parts-of-packages', 'parts-of-lodash', 'parts-of-semver'])
  const [before, text] = [await initialBytes(project), await shown(project)]
  expect(text).toContain('Known, unknown1')
  await actuator.apply(proposal.candidates[0]!, context, workspace)
  await project.build(build)
  expect(await shown(project)).toBe(text)
  const change = 100 * ((await initialBytes(project)) / before - 1)
  expect(Math.abs(change - proposal.candidates[0]!.predicted['bundle-size']!)).toBeLessThan(12)
})

describe('the languages of moment', () => {
  const page = "import moment from 'moment'\n\ndocument.body.textContent = moment('2026-01-02').format('MMMM Do')\n"

  it('are left out where no code asks for one', async () => {
    const project = await create({ ...APP, 'src/index.js': page })
    const { context, workspace, proposal } = await lookedAt(project)
    expect(proposal.candidates.map(({ id }) => id)).toEqual(['unused-locales'])
    expect(proposal.findings.map(({ subject }) => subject)).toContain('moment')
    for (const [code, reason] of [
      ["moment.locale('de')", 'src/index.js asks moment for a language'],
      ["moment('2 januari', 'D MMMM', 'nl')", 'src/index.js:3 reads a date in a language'],
    ] as const) {
      await project.write({ 'src/index.js': `import moment from 'moment'\n\n${code}\n` })
      const { candidates, refusals } = await actuator.propose(context, workspace)
      expect(candidates).toEqual([])
      expect(refusals).toContainEqual({ subject: 'The languages of moment', reason })
    }
    await project.write({ 'src/index.js': page })
    const [before, text] = [await initialBytes(project), await shown(project)]
    await actuator.apply(proposal.candidates[0]!, context, workspace)
    const config = await workspace.readText('webpack.config.js')
    expect(config).toContain(
      'plugins: [new webpack.IgnorePlugin({ resourceRegExp: /^\\.\\/locale$/, contextRegExp: /moment$/ }), new Html',
    )
    expect(config).toContain("const webpack = require('webpack')\n")
    await project.build()
    expect(await initialBytes(project)).toBeLessThan(before / 3)
    expect(await shown(project)).toBe(text)
  })
})
