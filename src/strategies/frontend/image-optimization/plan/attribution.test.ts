import { expect, it } from 'vitest'
import type { TargetSystem } from '../../../../model/target.js'
import { observationOf, pageOf, surveyOf } from '../../../fixtures/observed.js'
import { isUnseenPage } from './attribution.js'

const target: TargetSystem = {
  id: 'site',
  name: 'Site',
  framework: 'frontend',
  root: '.',
  pages: [
    { id: 'home', path: '/', weight: 1 },
    { id: 'about', path: '/%C3%BCber?from=home', weight: 1 },
  ],
  serve: { kind: 'static', folder: 'public' },
  environment: {},
}
const observation = observationOf([pageOf('home', [], { survey: surveyOf({ page: 'home' }) })])
const PAGE = '<!DOCTYPE html><title>A page</title>'

it.each([
  ['a page that was looked at', 'public/index.html', PAGE, target, false],
  ['a page by the address of its folder', 'public/über/index.html', PAGE, target, false],
  ['a page that nobody looked at', 'public/notes/film.html', PAGE, target, true],
  ['a page that begins with its element', 'public/notes/film.html', '<html lang="en"><body>', target, true],
  ['a part that pages fetch', 'public/parts/header.html', '<header>North Light</header>', target, false],
  ['a page of a project that is built', 'about.html', PAGE, { ...target, build: { command: 'build' } }, false],
])('knows %s', (_, path, text, of, expected) => {
  expect(isUnseenPage({ path, text }, { target: of as TargetSystem, observation })).toBe(expected)
})
