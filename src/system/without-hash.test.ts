import { expect, it } from 'vitest'
import { withoutHash, withoutHashes } from './without-hash.js'

it.each([
  ['assets/index-DiwrgTda.js', 'assets/index.js'],
  ['main.9a34e33742e1ba3cfdff.js', 'main.js'],
  ['static/js/2.8c3f1a2b.chunk.js', 'static/js/2.chunk.js'],
  ['photo-20240101.jpg', 'photo-20240101.jpg'],
  ['product-detail.css', 'product-detail.css'],
  ['component.css', 'component.css'],
  ['.htaccess', '.htaccess'],
])('%s is %s under every hash', (name, plain) => {
  expect(withoutHash(name)).toBe(plain)
})

it.each([
  ['Uncaught Error: no provider (/assets/index-7e768549.js)', 'Uncaught Error: no provider (/assets/index.js)'],
  ['Failed to load “https://cdn.example/a/main-DiwrgTda.js?v=2”', 'Failed to load “https://cdn.example/a/main.js?v=2”'],
  ['/img/hero-7e768549.webp answers 404', '/img/hero.webp answers 404'],
  ['404 of 10/12 in v1.2.3-abcdef12', '404 of 10/12 in v1.2.3-abcdef12'],
])('“%s” is “%s” whatever the build', (text, plain) => {
  expect(withoutHashes(text)).toBe(plain)
})
