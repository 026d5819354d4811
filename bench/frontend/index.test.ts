import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { budgetOf, projectsOf } from './index.js'
import { makePictures } from './pictures.js'
import { PROJECTS } from './projects.js'
import { rememberedIn } from './remembered-in.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-frontend-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('which projects', () => {
  it('are all, some by name, or one of somebody’s', () => {
    expect(projectsOf({})).toBe(PROJECTS)
    expect(projectsOf({ only: 'nursery, shop' }).map(({ name }) => name)).toEqual(['nursery', 'shop'])
    expect(projectsOf({ project: folder }).map(({ name }) => name)).toEqual([folder.split('/').at(-1)])
  })

  it.each([
    [{ only: 'shops' }, /no project `shops`/],
    [{ project: '/no/such/folder' }, /is not a folder/],
    [{ project: tmpdir(), only: 'shop' }, /--project is another/],
  ])('%j is refused', (said, message) => {
    expect(() => projectsOf(said)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(message) }),
    )
  })
})

it('sessions take five minutes, or what is said', () => {
  expect(budgetOf({})).toBe('5m')
  expect(budgetOf({ session: '10m' })).toBe('10m')
  for (const session of ['30s', '31m', 'long'])
    expect(() => budgetOf({ session })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
})

it('what a step came to is read the next time, and only where it came to an end', async () => {
  const file = join(folder, 'step.json')
  await expect(rememberedIn(file, () => Promise.reject(new Error('interrupted')))).rejects.toThrow('interrupted')
  expect(await rememberedIn(file, async () => ({ done: 1 }))).toEqual({ done: 1 })
  expect(await rememberedIn(file, () => Promise.reject(new Error('not again')))).toEqual({ done: 1 })
})

it('a project’s pictures are made as its list says, the same each time, and the list goes', async () => {
  const list = [
    { file: 'a/hero.jpg', of: 0, width: 300, height: 200, quality: 80 },
    { file: 'card.png', of: 40, width: 90, height: 60 },
  ]
  const make = async () => {
    await writeFile(join(folder, 'pictures.json'), JSON.stringify(list))
    await makePictures(folder, null)
    return Promise.all(list.map(({ file }) => readFile(join(folder, file))))
  }
  const first = await make()
  expect(await make()).toEqual(first)
  expect(await readdir(folder)).toEqual(['a', 'card.png'])
  expect(await sharp(first[0]).metadata()).toMatchObject({ format: 'jpeg', width: 300, height: 200 })
  expect(await sharp(first[1]).metadata()).toMatchObject({ format: 'png', width: 90, height: 60 })
})
