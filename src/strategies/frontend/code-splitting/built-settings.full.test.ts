import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import { actuator } from './actuator.js'
import type { SplitChunks } from './configuration.js'
import { CHUNKS } from './fixtures/chunk-project.js'
import { SPLIT_ROWS, without } from './fixtures/split-rows.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'
import type { Context } from './project.js'

let project: Project
let base: Context
beforeAll(async () => {
  project = await createProject(CHUNKS)
  await project.build()
  base = await contextOf(project)
})
afterAll(() => project.remove())

const known = new Map<string, ReturnType<typeof build>>()
const built = (splitChunks: SplitChunks): ReturnType<typeof build> => {
  const key = describeSplit(splitChunks)
  const making = known.get(key) ?? build(splitChunks)
  known.set(key, making)
  return making
}

/** Builds the project with these groups; says how it is cut, and what is reported of each key. */
const build = async (splitChunks: SplitChunks) => {
  const arm = await createProject(CHUNKS)
  const context = { ...base, configuration: { ...base.configuration, splitChunks } }
  const workspace = folderWorkspace(arm.root)
  const candidate = (await actuator.propose(context, workspace)).candidates[0]!
  expect(candidate.id).toBe('manifest-split-chunks')
  await actuator.apply(candidate, context, workspace)
  await arm.build()
  const { root, statsFile } = arm
  const place = { ...base.baseline, root, bundleStatistics: statsFile }
  const { chunks, modules } = await readBundle(statsFile, join(root, 'dist'))
  const cut = chunks.map(({ names, files, initial }) => ({
    names,
    initial,
    modules: modules
      .flatMap(({ path, chunkFiles }) => (files.some(file => chunkFiles.includes(file)) ? [path] : []))
      .sort(),
  }))
  const settings = await actuator.inspectBuilt!(candidate, context, place)
  await arm.remove()
  return { cut: cut.map(chunk => JSON.stringify(chunk)).sort(), settings }
}

describe('a key acts where the build is cut otherwise without it, and is reported so', () => {
  it.each(
    SPLIT_ROWS.map(
      row => [`${row.key} ${row.acts ? 'acts' : 'is without effect'}: ${describeSplit(row.split)}`, row] as const,
    ),
  )('%s', async (_, row) => {
    const withIt = await built(row.split)
    expect(withIt.settings.find(({ key }) => key === row.key)).toMatchObject({
      effect: row.acts ? 'acts' : 'without-effect',
    })
    // A group that makes no chunk is without effect whatever its keys would do by themselves.
    if (
      !withIt.settings.find(({ key }) => key === row.key)!.note.match(/the group made no chunk|no module of the build/)
    )
      expect((await built(without(row))).cut.join() !== withIt.cut.join()).toBe(row.acts)
  })
})

function describeSplit(split: SplitChunks): string {
  return JSON.stringify(split, (_, value) => (value instanceof RegExp ? String(value) : value))
}
