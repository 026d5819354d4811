import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import type { Proposal } from '../../../model/actuator.js'
import type { Workspace } from '../../../model/change.js'
import { builtProject, initialBytes } from '../../fixtures/built-project.js'
import { contextOf } from '../../fixtures/context.js'
import { projects } from '../../fixtures/projects.js'
import { actuator } from './actuator.js'
import { effectOf } from './droppable.js'
import { APP } from './fixtures/contract-case.js'
import { lookedAt, shown } from './fixtures/looked-at.js'
import { strategy } from './index.js'
import type { Context } from './plan.js'

const create = projects()

let project: Project
let context: Context
let workspace: Workspace
let proposal: Proposal
beforeAll(async () => {
  project = await create(APP)
  ;({ context, workspace, proposal } = await lookedAt(project))
})
afterEach(() => project.write(APP))

it('what is used of packages is imported by itself, and the page is the same', async () => {
  expect(proposal.candidates.map(({ id }) => id)).toEqual(['parts-of-packages', 'parts-of-lodash', 'parts-of-semver'])
  expect(proposal.findings[0]!.message).toMatch(
    /^\d+ kB are in the bundle, of which the project uses capitalize, get, groupBy: \d+ kB for nothing$/,
  )
  const [before, text] = [await initialBytes(project), await shown(project)]
  expect(text).toContain('Known, unknown1')
  const [all] = proposal.candidates
  await actuator.apply(all!, context, workspace)
  expect(await workspace.readText('src/index.js')).toBe(`import capitalize from 'lodash/capitalize'
import get from 'lodash/get'
import { list } from './list'

document.body.textContent = capitalize(list(['1.2.3', 'x']).join(', ')) + get({ a: [1] }, 'a.0')
`)
  expect(await workspace.readText('src/list.js')).toBe(`import groupBy from 'lodash/groupBy'
import semverValid from 'semver/functions/valid'

const name = valid => (valid ? 'known' : 'unknown')

export const list = versions => Object.keys(groupBy(versions, version => name(semverValid(version))))
`)
  await project.build()
  expect(await shown(project)).toBe(text)
  const change = 100 * ((await initialBytes(project)) / before - 1)
  expect(Math.abs(change - all!.predicted['bundle-size']!)).toBeLessThan(12)
  const again = await actuator.propose(contextOf(strategy, await builtProject(project)), workspace)
  expect(again.candidates).toEqual([])
})

describe('stays whole', () => {
  const index = APP['src/index.js']!
  it.each([
    [
      'what is used as a value',
      index.replace('_.get(', '(0, console.log)(_) || _.get('),
      /src\/index\.js:4 uses _ as a whole/,
    ],
    [
      'what is called itself',
      index.replace("_.get({ a: [1] }, 'a.0')", '_([1]).head()'),
      /src\/index\.js:4 uses _ as a whole/,
    ],
    ['what is chained', index.replace('_.get(', '_.chain('), /chain is not what a file of the package has by itself/],
    ['what is computed', index.replace('_.get(', "_['get']("), /src\/index\.js:4 uses _ as a whole/],
    ['what is changed', `${index}_.get = () => 1\n`, /src\/index\.js:5 uses _ as a whole/],
    ['what is handed on', `${index}export { get } from 'lodash'\n`, /src\/index\.js:5 exports parts of it on/],
    [
      'what is required',
      index.replace("import _ from 'lodash'", "const _ = require('lodash')"),
      /in another way than by an import/,
    ],
  ])('%s', async (_, source, reason) => {
    await project.write({ 'src/index.js': source })
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates.map(({ id }) => id)).toEqual(['parts-of-semver'])
    expect(refusals).toEqual([{ subject: 'lodash', reason: expect.stringMatching(reason) }])
  })

  it('what no file of the package has by itself', async () => {
    await project.write({
      'src/list.js': APP['src/list.js']!.replace('semver.valid(', 'semver.SEMVER_SPEC_VERSION + ('),
    })
    const { refusals } = await actuator.propose(context, workspace)
    expect(refusals).toEqual([
      { subject: 'semver', reason: expect.stringContaining('SEMVER_SPEC_VERSION is not what') },
    ])
  })

  it('what has changed since', async () => {
    await project.write({ 'src/index.js': index.replace('_.get(', '_.chain(') })
    await expect(actuator.apply(proposal.candidates[0]!, context, workspace)).rejects.toMatchObject({
      code: 'CHANGE_REFUSED',
    })
  })
})

it('files of a package that do something when they are loaded are told', async () => {
  const one = 'node_modules/kit/one.js'
  const effect = (text: string, manifest = '{}') =>
    effectOf(one, async path => (path.endsWith('package.json') ? manifest : text))
  expect(await effect('const list = []\nfor (const one of [1]) list.push(one)\nmodule.exports = () => list')).toBeNull()
  expect(await effect('Array.prototype.last = function () {}')).toContain('extends built-in prototypes')
  expect(await effect('window.Kit = {}')).toContain('sets the global Kit')
  expect(await effect("document.title = 'x'")).toContain("runs `document.title = 'x'`")
  expect(await effect('window.Kit = {}', '{"sideEffects": false}')).toBeNull()
})

it('a package that may have been meant as a module of the project is pointed at', async () => {
  await project.write({ 'src/services/lodash.js': 'export const get = () => 1\n' })
  const { findings } = await actuator.propose(context, workspace)
  expect(findings.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^imports the package lodash .* src\/services\/lodash\.js: is that what is meant\?$/),
  )
})
