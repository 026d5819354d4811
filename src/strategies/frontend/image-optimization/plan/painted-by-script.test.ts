import { expect, it } from 'vitest'
import { imageOf } from '../../../fixtures/observed.js'
import { paintedByScript } from './painted-by-script.js'
import type { Project } from './project.js'

const page = (text: string) => ({ path: 'index.html', text })
const seen = (via: 'img' | 'css-background') => ({
  file: {
    path: 'images/lamp.jpg',
    showings: [
      { page: 'home', profile: 'mobile' as const, image: imageOf({ url: '/images/lamp.jpg', selector: 'img', via }) },
    ],
  } as never,
})
const painted = (via: 'img' | 'css-background', project: Partial<Project>) =>
  paintedByScript({ sheets: [], modules: [], components: [], pages: [], ...project })(seen(via))

it('is a background whose address a script takes from an element', () => {
  const pages = [page('<article><img src="images/lamp.jpg"></article>')]
  expect(painted('css-background', { pages })).toBe(true)
  expect(painted('img', { pages })).toBe(false)
})

it.each<[string, Partial<Project>]>([
  ['a style sheet', { sheets: [{ path: 'a.css', text: '.a { background: url(images/lamp.jpg) }' }] }],
  ['a style of the page', { pages: [page('<style>.a { background: url("images/lamp.jpg") }</style>')] }],
  ['a style of an element', { pages: [page(`<p style="background: url('images/lamp.jpg')">`)] }],
  [
    'the style of a component',
    { components: [{ path: 'A.vue', text: '<style>.a { background: url(./images/lamp.jpg) }</style>' }] },
  ],
  ['a module', { modules: [{ path: 'a.js', text: "import lamp from './lamp.jpg'" }] }],
])('is none that %s names', (_, project) => {
  expect(painted('css-background', project)).toBe(false)
})
