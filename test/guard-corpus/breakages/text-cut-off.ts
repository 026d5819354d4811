import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const CUT = '.facts p {\n  max-height: 1.5em;\n  overflow: hidden;\n}\n'

export const textCutOff: Case = {
  id: 'text-cut-off',
  kind: 'breakage',
  symptom: 'Of the description one line can be read, the rest is cut off.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: rewrite(shop, '/shop.css', css => css + CUT),
  conditions: { width: 'phone' },
  shows: async visit => {
    await visit.open()
    return visit.see("[...document.querySelectorAll('.facts p')].some(one => one.scrollHeight > one.clientHeight + 10)")
  },
}
