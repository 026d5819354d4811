import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import { contextOf } from '../../fixtures/context.js'
import { observationOf } from '../../fixtures/observed.js'
import { staticSite } from '../../fixtures/static-site.js'
import { type Drawn, drawPages } from './draw.js'
import { applicationProject } from './fixtures/project.js'
import { strategy } from './index.js'

/** What a page shows, and why it must be left to its scripts; null: it can be drawn. */
const PAGES: Readonly<Record<string, readonly [component: string, reason: string | null]>> = {
  plain: ["h('p', null, 'Open since ' + new Date('1998-05-01').getFullYear() + ', every day')", null],
  late: ["h(lazy(async () => ({ default: () => h('p', null, 'This part comes later') })))", null],
  clock: ["h('p', null, 'Read at ' + new Date().toISOString())", 'it depends on chance, or on the time of day'],
  chance: ["h('p', null, 'Lamp of the day: no. ' + Math.random())", 'it depends on chance, or on the time of day'],
  known: ["h('p', null, 'Lamps for ' + localStorage.getItem('name'))", 'it depends on localStorage (name)'],
  cookie: ["h('p', null, document.cookie || 'Lamps for everybody')", 'it depends on its cookies'],
  width: [
    "h('p', null, innerWidth > 600 ? 'Lamps and their shades' : 'Lamps for small rooms')",
    'it is not the same for everybody: its code asks for the size of the window',
  ],
  media: [
    "h('p', null, matchMedia('(hover)').matches ? 'Point at a lamp' : 'Tap a lamp, any lamp')",
    'it is not the same for everybody: its code asks for the device ((hover))',
  ],
  zone: [
    "h('p', null, 'Sold out on ' + new Date(0).toLocaleDateString('en'))",
    'it is not the same for everybody: its code asks for the time zone of the visitor',
  ],
  format: [
    "h('p', null, 'Lamps cost ' + new Intl.NumberFormat().format(1999.5) + ' each')",
    'it is not the same for everybody: its code asks for the language of the browser',
  ],
  language: [
    "h('p', null, 'Lamps, in the language ' + navigator.language)",
    'it is not the same for everybody: its code asks for the language of the browser',
  ],
  unused: [
    "h('p', null, 'Lamps that light ' + (innerWidth > 300 && navigator.language !== '' && new Date().getDay() < 7 ? 'every' : 'no') + ' room')",
    null,
  ],
  styles: [
    "document.head.append(document.createElement('style')) ?? h('p', null, 'Lamps for every room')",
    'it depends on styles that its scripts make',
  ],
  head: [
    "[h('meta', { key: 1, name: 'a', content: 'b' }), h('p', { key: 2 }, 'Lamps for every room')]",
    'it writes to the head of the page',
  ],
  drawing: ["h('p', null, 'Lamps for every room', h('svg', null, h('title', null, 'A lamp')))", null],
  data: ['null', 'it shows nothing before its data have come'],
  crashes: ['process.abort()', 'the process that draws it ended by SIGABRT'],
  fails: ["(() => { throw new Error('no lamp is lit') })()", 'no lamp is lit'],
}

const MAIN = `import { createElement as h, lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'

const pages = {
${Object.entries(PAGES)
  .map(([name, [component]]) => `  '/${name}': () => ${component},`)
  .join('\n')}
}
const Late = pages['/late']()
createRoot(document.getElementById('root')).render(
  h(Suspense, null, location.pathname === '/late' ? Late : h(pages[location.pathname])),
)
`

let project: Project
let drawn: ReadonlyMap<string, Drawn>

beforeAll(async () => {
  project = await applicationProject('react', undefined, { 'src/main.jsx': MAIN })
  const { target, baseline } = staticSite(project.root, observationOf([]))
  const context = contextOf(strategy, { target, baseline, observation: observationOf([]) })
  const paths = Object.keys(PAGES).map(name => `/${name}`)
  const all = await drawPages(
    { entry: 'src/main.jsx', library: 'react', mount: 'root', paths },
    'vite.config.js',
    context,
  )
  drawn = new Map(all.map(one => [one.path, one]))
}, 60_000)
afterAll(() => project?.remove())

it.each(Object.entries(PAGES))('%s', (name, [, reason]) => {
  const one = drawn.get(`/${name}`)
  if (reason === null)
    expect(one).toEqual({ path: `/${name}`, markup: expect.stringMatching(/Open since|comes later|A lamp|every room/) })
  else expect(one).toEqual({ path: `/${name}`, reason: expect.stringContaining(reason) })
})
