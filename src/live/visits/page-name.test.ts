import { expect, test } from 'vitest'
import { pageName } from './page-name.js'

test.each([
  ['/', '/'],
  ['/index.html', '/'],
  ['/shop/', '/shop'],
  ['/shop/product/1234', '/shop/product/:id'],
  ['/orders/0f8fad5b-d9cb-469f-a165-70867728950e/lines', '/orders/:id/lines'],
  ['/u/507f1f77bcf86cd799439011', '/u/:id'],
  ['/news/2024-05-17/', '/news/:date'],
  ['/product/blue-chair-90210', '/product/:id'],
  ['/people/ann%40example.com', '/people/:text'],
  ['/people/ann@example.com', '/people/:text'],
  ['/summer-sale-2024-is-here', '/summer-sale-2024-is-here'],
  ['/internationalisation', '/internationalisation'],
  ['/blog/page/2', '/blog/page/:id'],
])('%s is a view of %s', (path, name) => {
  expect(pageName(path)).toBe(name)
})

test('a path without end has a name that ends', () => {
  expect(pageName(`/${'x/'.repeat(1_000)}`).length).toBeLessThanOrEqual(200)
})
