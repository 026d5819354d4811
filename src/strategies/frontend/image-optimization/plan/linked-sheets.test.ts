import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TargetSystem } from '../../../../model/target.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { writeSite } from '../../../fixtures/static-site.js'
import { encodedPicture, settings, shown } from '../fixtures/encoded.js'
import { actuatorContext, observationOf } from '../fixtures/observed.js'
import { NOTHING_PASSED } from './passed-pictures.js'
import { readProject } from './project.js'
import { rewriteProject } from './rewrite-project.js'

const HEADER = '.header{background:url(../photos/lamp.jpg) center/cover}'
const FILES = {
  'css/site.css': HEADER,
  'css/site.min.css': HEADER,
  'css/other.min.css': HEADER,
  'photos/lamp.jpg': 'a picture',
}
const lamp = encodedPicture('photos/lamp.jpg', [
  shown('mobile', 400, { via: 'css-background' }),
  shown('desktop', 700, { via: 'css-background' }),
])

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-sheets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rewritten = async (linked: string) => {
  await writeSite(folder, {
    ...FILES,
    'index.html': `<link rel="stylesheet" href="css/${linked}"><div class="header">`,
  })
  const target: TargetSystem = {
    id: 'site',
    name: 'Site',
    framework: 'frontend',
    root: folder,
    pages: [{ id: 'home', path: '/', weight: 1 }],
    serve: { kind: 'static', folder: '.' },
    environment: {},
  }
  const project = await readProject(target, folderWorkspace(folder))
  const context = actuatorContext(target, observationOf([]), join(folder, 'cache'))
  return rewriteProject(project, [lamp], [lamp.file], settings, context, NOTHING_PASSED)
}

it('a minified sheet that pages link is what shows a picture, and what it was made from follows', async () => {
  const { texts, used } = await rewritten('site.min.css')
  expect([...texts.keys()].sort()).toEqual(['css/site.css', 'css/site.min.css'])
  expect(texts.get('css/site.min.css')).toContain('image-set(')
  expect([...used]).toEqual([lamp])
})

it('a sheet that nothing loads shows nothing', async () => {
  const { texts, used } = await rewritten('elsewhere.css')
  expect([...texts.keys()]).toEqual(['css/site.css'])
  expect([...used]).toEqual([])
})
