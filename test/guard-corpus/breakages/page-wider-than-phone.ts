import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const pageWiderThanPhone: Case = {
  id: 'page-wider-than-phone',
  kind: 'breakage',
  symptom: 'On a phone the page can be moved sideways, and the sorting is out of sight.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/shop.css', '  flex-wrap: wrap;\n', ''),
  conditions: { width: 'phone' },
  shows: async visit => {
    await visit.open()
    return visit.see('document.documentElement.scrollWidth > 410')
  },
}
