import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const priceOfAnotherThing: Case = {
  id: 'price-of-another-thing',
  kind: 'breakage',
  symptom: 'The kettle is offered for a price that is not its own.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: edit(shop, '/products/kettle', '<p class="price">€48.00</p>', '<p class="price">€18.00</p>'),
  shows: async visit => {
    await visit.open()
    return visit.see("!document.querySelector('.facts .price').textContent.includes('48.00')")
  },
}
