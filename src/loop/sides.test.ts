import { expect, it } from 'vitest'
import type { ProvingSide } from '../model/proving.js'
import type { PageTarget, TargetSystem } from '../model/target.js'
import { caveatsOfSides, comparedPages, placesOf, provenSide } from './sides.js'

const running = (url: string, more: object = {}): ProvingSide => ({ name: url, url, ...more })
const page = (path: string, id: string) => ({ id, path, weight: 1 })
const home = page('/', 'home')
const shop: TargetSystem = {
  id: 'shop',
  name: 'Shop',
  framework: 'frontend',
  root: '/home/ada/dist',
  pages: [home],
  serve: { kind: 'static', folder: '.' },
  environment: {},
}
const project = (): ProvingSide => ({ name: 'dist', target: { ...shop, findPages: 3 } })
const projectWith = (pages: readonly PageTarget[]): ProvingSide => ({ name: 'dist', target: { ...shop, pages } })
const named = [page('/cart', 'cart'), page('/about', 'about')]

it.each([
  [
    'the root says nothing',
    running('http://localhost:1'),
    running('http://localhost:2'),
    { pages: [home], findPages: 3 },
  ],
  [
    'one path is the first page',
    running('http://localhost:1/shop'),
    running('http://localhost:2/shop'),
    { pages: [page('/shop', 'shop')], findPages: 3 },
  ],
  [
    'two paths are the two pages',
    running('http://localhost:1/old'),
    running('http://localhost:1/new?x'),
    { pages: [page('/old', 'old')], ofCandidate: page('/new?x', 'new') },
  ],
  [
    'a project has its own first page',
    project(),
    running('http://localhost:1/app'),
    { pages: [home], ofCandidate: page('/app', 'app') },
  ],
  [
    'pages that are named hold',
    running('http://localhost:1/x', { pages: named }),
    running('http://localhost:2/x', { pages: named }),
    { pages: named },
  ],
  ['those of a project too', running('http://localhost:1'), projectWith(named), { pages: named }],
  ['of two projects, what they say', project(), project(), { pages: [home], findPages: 3 }],
])('which pages are compared: %s', (_, base, candidate, expected) => {
  expect(comparedPages(base, candidate)).toEqual(expected)
})

it('two pages and a list of pages contradict each other', () => {
  expect(() =>
    comparedPages(running('http://localhost:1/a', { pages: named }), running('http://localhost:1/b')),
  ).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining('/a and /b') }))
})

it('says that a process which ran already is one draw, and what was not built here', () => {
  const [one, two] = [running('http://localhost:1'), running('http://localhost:2')]
  expect(caveatsOfSides(project(), project())).toEqual([])
  expect(caveatsOfSides(one, two)).toEqual([expect.stringContaining('are one draw of their noise')])
  expect(caveatsOfSides(running('http://localhost:1/a'), running('http://localhost:1/b'))).toEqual([
    expect.stringContaining('Both were answered by the service at http://localhost:1'),
    expect.stringContaining('is one draw of its noise'),
  ])
  expect(caveatsOfSides(project(), two)).toEqual([
    expect.stringContaining('http://localhost:2 ran already'),
    expect.stringContaining('Only dist was built here.'),
  ])
})

it('locks what is compared, once and in one order, and puts on record where it can be had again', () => {
  const [one, two] = [running('http://localhost:2/x'), running('http://localhost:2/y')]
  expect(placesOf(one, two)).toEqual(['http://localhost:2'])
  expect(placesOf(one, project())).toEqual(placesOf(project(), one))
  expect(provenSide(one, 'x')).toMatchObject({ kind: 'running', revision: null, place: 'http://localhost:2/x' })
  expect(provenSide(project(), 'abc')).toMatchObject({ kind: 'folder', revision: 'abc', place: '/home/ada/dist' })
  expect(provenSide({ ...project(), project: '/home/ada/shop' } as ProvingSide, 'abc')).toMatchObject({
    kind: 'revision',
    place: '/home/ada/shop',
  })
})
