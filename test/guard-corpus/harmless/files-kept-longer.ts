import { withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const KEPT = { 'cache-control': 'public, max-age=31536000, immutable' }

export const filesKeptLonger: Case = {
  id: 'files-kept-longer',
  kind: 'harmless',
  symptom: 'Browsers may keep styles and pictures for a year; a first visit is as it was.',
  pages: ['/', '/products/kettle'],
  base: shop,
  candidate: withHeaders(withHeaders(shop, '/shop.css', KEPT), '/img/kettle-320.jpg', KEPT),
  shows: async visit => {
    await visit.open()
    await visit.open('/products/kettle')
    return visit.soon("document.querySelector('#shown').naturalWidth === 640")
  },
}
