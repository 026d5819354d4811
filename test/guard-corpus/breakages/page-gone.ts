import { withoutFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const pageGone: Case = {
  id: 'page-gone',
  kind: 'breakage',
  symptom: 'The page about the shop is not found any more, though every page links to it.',
  pages: ['/', '/about'],
  statuses: { candidate: { '/about': 404 } },
  base: shop,
  candidate: withoutFile(shop, '/about'),
  actions: [{ do: 'click', on: '#menu a[href="/about"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("location.pathname === '/about' && document.querySelector('h1')"))
  },
}
