import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const textsOfPicturesLost: Case = {
  id: 'texts-of-pictures-lost',
  kind: 'breakage',
  symptom: 'Who cannot see the pictures is not told any more what they show.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: rewrite(shop, '/products/kettle', html => html.replaceAll(/ alt="The kettle[^"]*"/g, '')),
  shows: async visit => {
    await visit.open()
    return visit.see("[...document.images].some(one => !one.hasAttribute('alt'))")
  },
}
