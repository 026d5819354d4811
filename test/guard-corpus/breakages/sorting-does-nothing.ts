import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const sortingDoesNothing: Case = {
  id: 'sorting-does-nothing',
  kind: 'breakage',
  symptom:
    'Sorting by price leaves everything where it was: the script listens for an event that no choice ever sends.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/shop.js', "sort.addEventListener('change'", "sort.addEventListener('changed'"),
  shows: async visit => {
    await visit.open()
    await visit.page.select('#sort', 'price')
    return !(await visit.soon("document.querySelector('.card').dataset.price === '9'"))
  },
}
