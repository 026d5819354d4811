import { edit, withoutFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const sourceMapRemoved: Case = {
  id: 'source-map-removed',
  kind: 'harmless',
  symptom: 'Developers’ tools show the script as it is served; visitors never ask for the map.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: withoutFile(edit(shop, '/shop.js', '//# sourceMappingURL=/shop.js.map\n', ''), '/shop.js.map'),
  actions: [{ do: 'click', on: '#add' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelector('#cart-count').textContent === '1'")
  },
}
