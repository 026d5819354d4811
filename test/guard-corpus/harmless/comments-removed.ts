import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const commentsRemoved: Case = {
  id: 'comments-removed',
  kind: 'harmless',
  symptom: 'A comment in the page’s text is gone.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', '    <!-- site header -->\n', ''),
  actions: [{ do: 'click', on: '#menu a[href="/about"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("location.pathname === '/about' && document.querySelector('h1')")
  },
}
