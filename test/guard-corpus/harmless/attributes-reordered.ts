import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const attributesReordered: Case = {
  id: 'attributes-reordered',
  kind: 'harmless',
  symptom: 'Attributes stand in another order in the text of the page.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(shop, '/', html => html.replaceAll(/<img (.*?) (alt="[^"]*")/g, '<img $2 $1')),
  actions: [{ do: 'click', on: '[data-filter="kitchen"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return (
      (await visit.soon("document.querySelectorAll('.card[hidden]').length === 8")) &&
      visit.see("[...document.images].every(one => one.alt !== '')")
    )
  },
}
