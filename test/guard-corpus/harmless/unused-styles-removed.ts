import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const UNUSED = '.sale-banner {\n  color: white;\n  background: crimson;\n}\n.sale-banner a {\n  color: gold;\n}\n'

export const unusedStylesRemoved: Case = {
  id: 'unused-styles-removed',
  kind: 'harmless',
  symptom: 'Rules that apply to nothing are gone from the style sheet.',
  pages: ['/', '/products/kettle'],
  base: rewrite(shop, '/shop.css', css => css + UNUSED),
  candidate: shop,
  shows: async visit => {
    await visit.open()
    return visit.see("getComputedStyle(document.querySelector('.grid')).display === 'grid'")
  },
}
