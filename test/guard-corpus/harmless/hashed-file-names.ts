import { renamed } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const hashedFileNames: Case = {
  id: 'hashed-file-names',
  kind: 'harmless',
  symptom: 'Files have other names; what is in them is the same.',
  pages: ['/', '/products/kettle'],
  base: shop,
  candidate: renamed(renamed(shop, '/shop.css', '/shop.4f2a9c.css'), '/shop.js', '/shop.77be01.js'),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('.card[hidden]').length === 9")
  },
}
