import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const VEIL = '.hero::before {\n  content: "";\n  position: fixed;\n  inset: 0;\n  z-index: 9;\n}\n'

export const veilSwallowsClicks: Case = {
  id: 'veil-swallows-clicks',
  kind: 'breakage',
  symptom: 'Nothing on the page can be clicked: something that nobody sees lies over it.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(shop, '/shop.css', css => css + VEIL),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('.card[hidden]')"))
  },
}
