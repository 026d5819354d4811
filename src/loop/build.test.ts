import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createProject, type Project } from '../instruments/bundle/fixtures/project.js'
import type { BuiltArm } from '../model/change.js'
import { bundleOf } from './build.js'
import type { ReadingRuntime } from './runtime.js'

let project: Project
beforeEach(async () => {
  project = await createProject({
    'package.json': '{}',
    'webpack.config.js': "module.exports = { mode: 'production', devtool: false }",
    'src/index.js': "console.log('first')",
  })
})
afterEach(() => project.remove())

it('tells an arm from another that was built later in the same place', async () => {
  const runtime = { clone: {}, target: { build: { command: '', output: 'dist' } } } as unknown as ReadingRuntime
  const arm = (revision: string): BuiltArm => ({
    revision,
    root: project.root,
    bundleStatistics: project.statsFile,
    buildMilliseconds: 0,
  })
  const names = async (revision: string) =>
    (await bundleOf(runtime, arm(revision)))?.modules.map(module => path.basename(module.path)).sort()
  await project.build()
  expect(await names('a')).toEqual(['index.js'])
  await project.write({ 'src/index.js': "import './other.js'", 'src/other.js': "console.log('second')" })
  await project.build()
  expect(await names('b')).toContain('other.js')
  // The first one was read when it was there.
  expect(await names('a')).toEqual(['index.js'])
})
