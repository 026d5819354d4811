import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const chunkMissing: Case = {
  id: 'chunk-missing',
  kind: 'breakage',
  symptom: 'A click on “Show reviews” does nothing: the script that it loads is not there.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: edit(shop, '/shop.js', "import('/reviews.js')", "import('/reviews.8c1d.js')"),
  actions: [{ do: 'click', on: '#reviews-show' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('#reviews li')"))
  },
}
