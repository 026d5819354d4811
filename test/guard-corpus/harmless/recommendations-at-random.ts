import { perAnswer, unnoticed } from '../edit-site.js'
import { pick } from '../random.js'
import type { Case } from '../site.js'
import { PRODUCTS, shop } from '../sites/shop.js'

const base = perAnswer(shop, '/products/kettle', (html, { random }) => {
  const chosen = [0, 1, 2].map(() => pick(PRODUCTS.slice(1), random))
  const items = chosen.map(
    one =>
      `<li><img src="/img/${one}-320.jpg" width="320" height="240" alt="${one}"><a href="/products/kettle">${one}</a></li>`,
  )
  return html.replace('<!-- recommendations -->', items.join(''))
})

export const recommendationsAtRandom: Case = {
  id: 'recommendations-at-random',
  kind: 'harmless',
  symptom: 'Other things are recommended at every visit, on both sides.',
  pages: ['/products/kettle'],
  base,
  candidate: unnoticed(base, '/shop.css'),
  actions: [{ do: 'click', on: '#add' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return (
      (await visit.soon("document.querySelector('#cart-count').textContent === '1'")) &&
      visit.see("document.querySelectorAll('#also img').length === 3")
    )
  },
}
