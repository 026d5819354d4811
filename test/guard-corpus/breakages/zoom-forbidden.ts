import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const zoomForbidden: Case = {
  id: 'zoom-forbidden',
  kind: 'breakage',
  symptom: 'Who sees badly cannot enlarge the page on a phone any more.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', 'initial-scale=1">', 'initial-scale=1, maximum-scale=1, user-scalable=no">'),
  conditions: { width: 'phone' },
  shows: async visit => {
    await visit.open()
    return visit.see(
      `/user-scalable=no|maximum-scale=1\\b/.test(document.querySelector('meta[name="viewport"]').content)`,
    )
  },
}
