import { expect, it } from 'vitest'
import { withoutHash } from './without-hash.js'

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
