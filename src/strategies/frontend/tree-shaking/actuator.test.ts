import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import vm from 'node:vm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import type { Proposal } from '../../../model/actuator.js'
import type { Workspace } from '../../../model/change.js'
import { builtProject, initialBytes } from '../../fixtures/built-project.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { projects } from '../../fixtures/projects.js'
import { actuator } from './actuator.js'
import { APP } from './fixtures/contract-case.js'
import { strategy } from './index.js'
import type { Context } from './plan.js'

const create = projects()

let project: Project
let context: Context
let workspace: Workspace
let proposal: Proposal
beforeAll(async () => {
  project = await create(APP)
  await project.build()
  context = contextOf(strategy, await builtProject(project))
  workspace = folderWorkspace(project.root)
  proposal = await actuator.propose(context, workspace)
})
afterEach(() => project.write(APP))

const title = async (): Promise<string> => {
  const document = { title: '' }
  vm.runInNewContext(await readFile(join(project.root, 'dist/main.js'), 'utf8'), { document })
  return document.title
}

it('what nothing uses is left out once the bundler may', async () => {
  expect(proposal.candidates.map(({ id }) => id)).toEqual(['restore-tree-shaking', 'switch-on', 'keep-modules'])
  expect(proposal.findings[0]!.message).toMatch(/at least 1[5-7]\.\d kB/)
  const [before, text] = [await initialBytes(project), await title()]
  expect(text).toBe('10000 letters')
  const { details } = await actuator.apply(proposal.candidates[0]!, context, workspace)
  expect(details).toEqual([
    'webpack.config.js: optimization.usedExports is on',
    'babel.config.js: Babel leaves modules to the bundler (it wrote commonjs)',
  ])
  expect(await workspace.readText('babel.config.js')).toContain("{ modules: 'auto' }")
  await project.build()
  expect(await title()).toBe(text)
  // What is still used is a text of ten thousand letters.
  expect(await initialBytes(project)).toBeLessThan(before - proposal.findings[0]!.value! * 0.9)
  const again = await actuator.propose(contextOf(strategy, await builtProject(project)), workspace)
  expect(again.candidates).toEqual([])
})

describe('is left alone', () => {
  const offered = async (): Promise<Proposal> => actuator.propose(context, workspace)

  it('a file that exports in both ways', async () => {
    await project.write({ 'src/words.js': `${APP['src/words.js']}module.exports.more = 1\n` })
    const { candidates, refusals } = await offered()
    expect(candidates.map(({ id }) => id)).toEqual(['switch-on'])
    expect(refusals[0]!.reason).toBe('src/words.js:3 exports in both ways: as a module it would not run')
  })

  it('what a development server needs off', async () => {
    await project.write({
      'package.json': '{ "scripts": { "start": "webpack serve" } }',
      'webpack.config.js': APP['webpack.config.js']!.replace('usedExports', 'concatenateModules'),
    })
    const { candidates, refusals } = await offered()
    expect(candidates.map(({ id }) => id)).toEqual(['keep-modules'])
    expect(refusals[0]!.reason).toMatch(/^optimization\.concatenateModules: the script start \(webpack serve\)/)
  })

  it('a format for tests only, and one that is computed', async () => {
    const off = { 'webpack.config.js': APP['webpack.config.js']!.replace('usedExports: false', '') }
    await project.write({
      ...off,
      'babel.config.js':
        "module.exports = { env: { test: { presets: [['@babel/preset-env', { modules: 'commonjs' }]] } } }\n",
    })
    expect((await offered()).candidates).toEqual([])
    await project.write({
      ...off,
      'babel.config.js': "module.exports = { presets: [['@babel/preset-env', { modules: process.env.FORMAT }]] }\n",
    })
    expect((await offered()).candidates).toEqual([])
  })
})
