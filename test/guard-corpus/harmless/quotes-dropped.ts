import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const quotesDropped: Case = {
  id: 'quotes-dropped',
  kind: 'harmless',
  symptom: 'Attributes that need no quotes have none.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(shop, '/', html => html.replaceAll(/ (type|class|id|width|height)="([\w-]+)"/g, ' $1=$2')),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('.card[hidden]').length === 9")
  },
}
