import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choosePackage, samePackage } from './choose-package.js'
import { readProjectSettings } from './project-settings.js'
import type { CommandContext } from './run.js'

let root: string
const notes: string[] = []
beforeEach(async () => {
  notes.length = 0
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-packages-')))
  await write('package.json', '{"name": "shop", "workspaces": ["apps/*", "packages/*"]}')
  await write('apps/web/index.html', '<title>Web</title>')
  await write('apps/web/package.json', '{"name": "@shop/web"}')
  await write(
    'packages/words/package.json',
    '{"name": "words", "scripts": {"build": "vite build"}, "devDependencies": {"vite": "5"}}',
  )
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function write(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, name)), { recursive: true })
  await writeFile(path.join(root, name), text)
}

const second = async () => {
  await write('apps/site/index.html', '<title>Site</title>')
  await write('apps/site/package.json', '{"name": "site"}')
}

/** A terminal that nobody sits at. */
const context = {
  terminal: { canAsk: false },
  view: { note: (text: string) => notes.push(text) },
} as unknown as CommandContext
const choose = (more: { package?: string; json?: boolean } = {}, folder = root) =>
  choosePackage(folder, { ...more, command: 'optimize' }, context)

describe('the package of a workspace', () => {
  it('is the only one that can be served, and said; libraries are not offered', async () => {
    expect(await choose()).toBe(path.join(root, 'apps/web'))
    expect(notes).toEqual([expect.stringContaining('@shop/web (apps/web)')])
  })

  it('has to be named where there are several and nobody can be asked: each is listed with its whole command', async () => {
    await second()
    await expect(choose()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(
        /apps\/site +tunewright optimize \S+ --package site\n +apps\/web +tunewright optimize \S+ --package @shop\/web/,
      ),
      details: {
        candidates: [
          { name: 'site', path: 'apps/site', summary: 'served from .', command: expect.any(String) },
          { name: '@shop/web', path: 'apps/web', summary: 'served from .', command: expect.any(String) },
        ],
      },
    })
  })

  it.each(['@shop/web', 'apps/web', './apps/web/'])('is found by name and by path: %s', async asked => {
    expect(await choose({ package: asked })).toBe(path.join(root, 'apps/web'))
  })

  it('is meant by another folder that is the root of a workspace with it, and by no other folder', async () => {
    const project = await choose()
    expect(await samePackage(root, { root, project })).toBe(project)
    expect(await samePackage(path.join(root, 'apps/web'), { root, project })).toBe(path.join(root, 'apps/web'))
    await write('copy/package.json', '{"name": "shop", "workspaces": ["apps/*"]}')
    const copy = path.join(root, 'copy')
    expect(await samePackage(copy, { root, project })).toBe(copy)
    await write('copy/apps/web/index.html', '<title>Web</title>')
    expect(await samePackage(copy, { root, project })).toBe(path.join(copy, 'apps/web'))
    expect(await samePackage(copy, { root: project, project })).toBe(copy)
  })

  it('that there is not is told with the nearest, and with those there are', async () => {
    await expect(choose({ package: '@shop/wbe' })).rejects.toMatchObject({
      remedy: expect.stringContaining('Did you mean @shop/web?'),
    })
    await expect(choose({ package: 'web' }, path.join(root, 'apps/web'))).rejects.toMatchObject({
      message: expect.stringContaining('is not the root of a workspace'),
    })
  })

  it('is not asked for where the root’s own file says how it is served, or where the folder is no workspace', async () => {
    await second()
    await write('tunewright.config.json', '{"target": {"serve": {"kind": "static", "folder": "apps/web"}}}')
    expect(await choose()).toBe(root)
    expect(await choose({}, path.join(root, 'apps/web'))).toBe(path.join(root, 'apps/web'))
  })

  it('has settings of its own, else those of the root but for its target', async () => {
    await write(
      'tunewright.config.json',
      '{"seed": 5, "target": {"name": "root", "serve": {"kind": "static", "folder": "x"}}}',
    )
    const folder = path.join(root, 'apps/web')
    const inherited = await readProjectSettings(folder, {})
    expect(inherited).toMatchObject({ session: { seed: 5 }, target: { name: '@shop/web', serve: { folder: '.' } } })
    await write('apps/web/tunewright.config.json', '{"seed": 6}')
    expect(await readProjectSettings(folder, {})).toMatchObject({ session: { seed: 6 } })
  })
})
