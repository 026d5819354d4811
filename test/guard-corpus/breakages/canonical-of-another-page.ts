import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const canonicalOfAnotherPage: Case = {
  id: 'canonical-of-another-page',
  kind: 'breakage',
  symptom: 'Search engines take the kettle’s page for a copy of the front page and list it no more.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: edit(shop, '/products/kettle', 'rel="canonical" href="/products/kettle"', 'rel="canonical" href="/"'),
  shows: async visit => {
    await visit.open()
    return visit.see(`new URL(document.querySelector('link[rel="canonical"]').href).pathname !== location.pathname`)
  },
}
