import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const chunkFetchedAhead: Case = {
  id: 'chunk-fetched-ahead',
  kind: 'harmless',
  symptom: 'The script of the reviews is fetched before anybody asks for them, and runs when they do.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: edit(
    shop,
    '/products/kettle',
    '<link rel="stylesheet" href="/shop.css">',
    '<link rel="stylesheet" href="/shop.css">\n    <link rel="modulepreload" href="/reviews.js">',
  ),
  actions: [{ do: 'click', on: '#reviews-show' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('#reviews li').length === 3")
  },
}
