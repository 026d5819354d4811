import { rewrite, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const BUCKET = `
if (document.querySelector('#add') && Math.random() < 0.5) document.querySelector('#add').textContent = 'Put it into my cart'
`
const base = rewrite(shop, '/shop.js', script => script + BUCKET)

export const wordingAtRandom: Case = {
  id: 'wording-at-random',
  kind: 'harmless',
  symptom: 'Half of the visitors read another wording on the button, on both sides; it does the same.',
  pages: ['/products/kettle'],
  base,
  candidate: unnoticed(base, '/shop.css'),
  actions: [{ do: 'click', on: '#add' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelector('#cart-count').textContent === '1'")
  },
}
