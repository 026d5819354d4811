import { expect, test } from 'vitest'
import type { RequestRecord } from '../../model/observation.js'
import { requestOf } from '../fixtures/requests.js'
import { filesLeftOut } from './files-left-out.js'

const KIND = { css: 'stylesheet', js: 'script', woff2: 'font', jpg: 'image', jpeg: 'image', webp: 'image' } as const

const request = (url: string, status = 200): RequestRecord =>
  requestOf(url, { kind: KIND[url.split('?')[0]?.split('.').at(-1) as keyof typeof KIND], status })

/** What is said where one version asks for some files, and the other for others. */
const leftOut = (before: readonly string[], after: readonly (string | RequestRecord)[]) => {
  const asked = after.map(one => (typeof one === 'string' ? request(one) : one))
  const look = before.map(url => request(url))
  return filesLeftOut([look, look], [asked, asked])
}

test.each<[string, string[], string]>([
  ['a stylesheet', ['/css/styles.css'], 'the stylesheet /css/styles.css is not asked for any more'],
  ['two scripts', ['/a.js', '/b.js?v=2'], 'the scripts /a.js and /b.js are not asked for any more'],
  [
    'many pictures',
    [1, 2, 3, 4, 5].map(i => `/${i}.jpg`),
    'the pictures /1.jpg, /2.jpg and 3 more are not asked for any more',
  ],
])('%s', (_, files, said) => expect(leftOut(files, ['/other.css'])).toEqual([said]))

test.each<[string, string, string]>([
  ['another build', '/main.1a2b3c4d5e.js', '/main.99aabbccdd.js'],
  ['another build, as Vite names it', '/assets/index-DiwrgTda.js', '/assets/index-Bx7Kq3f9.js'],
  ['names that are nothing but a hash', '/_next/4e2f1a9b.css', '/_next/aa02f19c.css'],
  ['compressed', '/css/styles.css', '/css/styles.min.css'],
  ['another format', '/img/3.jpg', '/img/3.webp'],
  ['another size', '/img/lamp.png', '/img/lamp-94.png'],
  ['a part of it', '/fonts/signs.woff2', '/fonts/signs.first.1a2b3c4d.woff2'],
  ['another folder', '/js/main.js', '/assets/main.js'],
  ['another query', '/main.js?v=1', '/main.js?v=2'],
])('nothing is left out: %s', (_, before, after) => expect(leftOut([before], [after])).toEqual([]))

test('a counterpart that does not come is none', () => {
  expect(leftOut(['/img/3.jpg'], [request('/img/3.jpeg', 404)])).toEqual([
    'the picture /img/3.jpg is not asked for any more',
  ])
})

test('files of other hosts, and what is not asked for at each look, say nothing', () => {
  expect(leftOut(['https://cdn.example/a.css'], [])).toEqual([])
  expect(filesLeftOut([[request('/advert-1.jpg')], [request('/advert-2.jpg')]], [[], []])).toEqual([])
  expect(filesLeftOut([[request('/a.css')], [request('/a.css')]], [[], [request('/a.css')]])).toEqual([])
})
