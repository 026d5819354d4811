import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const whitespaceRemoved: Case = {
  id: 'whitespace-removed',
  kind: 'harmless',
  symptom: 'The page’s text has no indentation any more.',
  pages: ['/', '/products/kettle'],
  base: shop,
  candidate: rewrite(
    rewrite(shop, '/', html => html.replaceAll(/\n +/g, '\n')),
    '/products/kettle',
    html => html.replaceAll(/\n +/g, '\n'),
  ),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('.card[hidden]').length === 9")
  },
}
