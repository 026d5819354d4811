import { edit, withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const page = '/products/kettle'
const base = withHeaders(shop, page, { 'content-security-policy': "default-src 'self'" })

export const scriptBlockedByPolicy: Case = {
  id: 'script-blocked-by-policy',
  kind: 'breakage',
  symptom:
    'No button of the product page works: its script was put into the page, where its content security policy allows none.',
  pages: [page],
  base,
  candidate: edit(base, page, '<script src="/shop.js" defer></script>', `<script>${shop.files['/shop.js']}</script>`),
  actions: [{ do: 'click', on: '#sizes-open' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('#sizes').open"))
  },
}
