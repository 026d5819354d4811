import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { makeRepository } from './fixtures/repository.js'
import { readWorkspace } from './reader.js'

const project = (files: Record<string, string>): string => {
  const root = makeRepository(files)
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

test('what a tool keeps for itself is no source, also where it was committed', async () => {
  const root = project({
    '.angular/cache/20.3.1/shop/vite/deps/chunk.js': '',
    '.storybook/main.js': '',
    'src/app.js': '',
    'web/.next/server/app.js': '',
  })
  expect(await readWorkspace(root).list()).toEqual(['.storybook/main.js', 'src/app.js'])
})

test('a build may leave its output in such a folder', async () => {
  const root = project({ '.output/index.html': '', 'src/app.js': '' })
  const workspace = readWorkspace(root, '.output')
  expect(await workspace.list()).toEqual(['src/app.js'])
  expect(await workspace.list(undefined, { output: true })).toEqual(['.output/index.html', 'src/app.js'])
})
