import { readFile, rm } from 'node:fs/promises'
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
afterEach(async () => {
  await rm(join(project.root, '.browserslistrc'), { force: true })
  await project.write(APP)
})

const dropping = (): Context => ({ ...context, configuration: { target: { dropBrowsers: true, polyfills: true } } })

const title = async (): Promise<string> => {
  const document = { title: '', createElement: () => ({}) }
  const fetch = async () => ({ json: async () => ({ prices: [] }) })
  vm.runInNewContext(await readFile(join(project.root, 'dist/main.js'), 'utf8'), { document, console, fetch })
  return document.title
}

it('a build that names no browsers is given those of today, and loads no polyfill that none of them needs', async () => {
  expect(proposal.candidates.map(({ id }) => id)).toEqual(['modern-target', 'modern-settings', 'unneeded-polyfills'])
  const [before, text] = [await initialBytes(project), await title()]
  expect(text).toBe('Basket: 11')
  const [all] = proposal.candidates
  const { details, measured } = await actuator.apply(all!, context, workspace)
  expect(details).toEqual([
    'package.json: "browserslist": "defaults and fully supports es6-module"',
    'src/index.js:1: whatwg-fetch is not imported: every browser that is served has what it adds',
  ])
  expect(measured['compatibility-score']).toBeGreaterThan(0.95)
  expect(await workspace.readText('package.json')).toBe(
    '{\n  "name": "basket",\n  "private": true,\n  "browserslist": "defaults and fully supports es6-module"\n}\n',
  )
  expect(await workspace.readText('src/index.js')).toMatch(/^import \{ Basket \}/)
  await project.build()
  expect(await title()).toBe(text)
  const output = await readFile(join(project.root, 'dist/main.js'), 'utf8')
  expect(output).toMatch(/class.*async load\(/s)
  expect(await initialBytes(project)).toBeLessThan(before / 3)
  const again = await actuator.propose(contextOf(strategy, await builtProject(project)), workspace)
  expect(again.candidates).toEqual([])
})

describe('browsers that the project names', () => {
  it.each([
    ['in a list', { '.browserslistrc': 'last 2 versions\nie 11\n' }, '.browserslistrc'],
    ['in its package', { 'package.json': '{ "browserslist": ["> 1%", "ie 11"] }' }, 'package.json'],
    [
      'as targets',
      { 'babel.config.json': '{ "presets": [["@babel/preset-env", { "targets": { "ie": "11" } }]] }' },
      'babel.config.json: targets',
    ],
  ])('%s stay served', async (_, files, place) => {
    await project.write({ ...files, 'src/index.js': APP['src/index.js']!.replace("import 'whatwg-fetch'\n", '') })
    const { candidates, refusals, findings } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(findings[0]).toMatchObject({ subject: place, message: expect.stringMatching(/^names browsers .*\bie\b/) })
    expect(refusals).toEqual([{ subject: place, reason: expect.stringContaining('target.dropBrowsers') }])
  })

  it('keep the polyfills that they need', async () => {
    await project.write({ '.browserslistrc': 'defaults\nie 11\n' })
    expect((await actuator.propose(context, workspace)).candidates).toEqual([])
    await project.write({ '.browserslistrc': 'last 2 chrome versions\n' })
    expect((await actuator.propose(context, workspace)).candidates.map(({ id }) => id)).toEqual(['unneeded-polyfills'])
  })

  it('are left where that is wanted, and the others stay', async () => {
    await project.write({ 'package.json': '{ "browserslist": ["chrome 90", "ie 11", "> 1%"] }' })
    const { candidates } = await actuator.propose(dropping(), workspace)
    const { measured } = await actuator.apply(candidates[0]!, dropping(), workspace)
    const list: string[] = JSON.parse(await workspace.readText('package.json')).browserslist
    expect(list).toEqual(['chrome 90', '> 1%'])
    expect(measured['compatibility-score']).toBeGreaterThan(0.9)
  })

  it('are not guessed where the list is somewhere else', async () => {
    await project.write({ 'package.json': '{ "browserslist": ["extends browserslist-config-shop"] }' })
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals).toEqual([{ subject: 'package.json', reason: expect.stringContaining('cannot be read here') }])
  })
})

it('what a configuration forces is taken back where its own list of browsers does not need it', async () => {
  await project.write({
    '.browserslistrc': 'last 2 chrome versions\n',
    'babel.config.json': '{ "presets": [["@babel/preset-env", { "forceAllTransforms": true }]] }\n',
  })
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates.find(({ id }) => id === 'modern-settings')!, context, workspace)
  expect(await workspace.readText('babel.config.json')).toBe(
    '{ "presets": [["@babel/preset-env", { "forceAllTransforms": false }]] }\n',
  )
})

it('a preset that holds in tests only is no part of the build', async () => {
  await project.write({ 'babel.config.json': '{ "env": { "test": { "presets": ["@babel/preset-env"] } } }\n' })
  expect((await actuator.propose(context, workspace)).candidates.map(({ id }) => id)).toEqual(['unneeded-polyfills'])
})

it('what has changed since is refused', async () => {
  await project.write({ '.browserslistrc': 'defaults\nie 11\n' })
  await expect(actuator.apply(proposal.candidates[0]!, context, workspace)).rejects.toMatchObject({
    code: 'CHANGE_REFUSED',
  })
})
