import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const phoneMenuStaysShut: Case = {
  id: 'phone-menu-stays-shut',
  kind: 'breakage',
  symptom: 'On a phone the menu does not open: the rule that showed it is gone.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/shop.css', '  .bar nav.open {\n    display: block;\n  }\n', ''),
  conditions: { width: 'phone' },
  actions: [{ do: 'click', on: '.menu-button' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("getComputedStyle(document.querySelector('#menu')).display !== 'none'"))
  },
}
