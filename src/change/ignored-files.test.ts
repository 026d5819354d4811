import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeRepository, temporaryFolder } from './fixtures/repository.js'
import { IgnoredFiles } from './ignored-files.js'

let root = ''
beforeAll(() => {
  root = makeRepository({
    '.gitignore': 'dist\n*.log\n!kept.log\n',
    'photos/.gitignore': '*.avif\n',
    'photos/hall.jpg': '',
    'dist-notes.txt': '',
  })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('files that git ignores', () => {
  test('are told, in the order they are asked for, however many and whatever their names', async () => {
    const ignored = new IgnoredFiles(root)
    const files: readonly (readonly [string, boolean])[] = [
      ['dist/main.js', true],
      ['dist-notes.txt', false],
      ['a.log', true],
      ['kept.log', false],
      ['photos/hall-480.avif', true],
      ['photos/hall-480.webp', false],
      [':(glob)*.log', true],
      ['photos/größe\nmit 🙂.avif', true],
      ['photos/größe\nmit 🙂.webp', false],
    ]
    const many = Array.from({ length: 40 }, () => files).flat()
    expect(await Promise.all(many.map(([file]) => ignored.has(file)))).toEqual(many.map(([, expected]) => expected))
    for (const [file, expected] of files) expect([file, await ignored.has(file)]).toEqual([file, expected])
    ignored.renew()
  })

  test('are others once the rules are others', async () => {
    const ignored = new IgnoredFiles(root)
    expect(await ignored.has('new/a.txt')).toBe(false)
    writeFileSync(path.join(root, '.gitignore'), 'new\n')
    ignored.renew()
    expect(await ignored.has('new/a.txt')).toBe(true)
    ignored.renew()
  })

  test('cannot be told outside a repository, which is an error and no answer', async () => {
    const folder = temporaryFolder('none')
    await expect(new IgnoredFiles(folder).has('a.txt')).rejects.toMatchObject({ code: 'CLONE_FAILED' })
    rmSync(folder, { recursive: true })
  })
})
