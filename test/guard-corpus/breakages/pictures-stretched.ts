import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const picturesStretched: Case = {
  id: 'pictures-stretched',
  kind: 'breakage',
  symptom: 'Pictures are drawn far taller than they are: shapes are distorted.',
  pages: ['/', '/products/kettle'],
  base: shop,
  candidate: edit(shop, '/shop.css', '  max-width: 100%;\n  height: auto;\n', '  max-width: 100%;\n'),
  shows: async visit => {
    await visit.open()
    return visit.see(`[...document.images].some(one => one.naturalWidth > 0 &&
    Math.abs(one.clientWidth / one.clientHeight - one.naturalWidth / one.naturalHeight) > 0.3)`)
  },
}
