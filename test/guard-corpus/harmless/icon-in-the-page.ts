import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const DATA = `data:image/svg+xml;base64,${Buffer.from(String(shop.files['/icon.svg'])).toString('base64')}`

export const iconInThePage: Case = {
  id: 'icon-in-the-page',
  kind: 'harmless',
  symptom: 'The small picture in the tab is in the page itself, and looks the same.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', 'rel="icon" href="/icon.svg"', `rel="icon" href="${DATA}"`),
  actions: [{ do: 'click', on: '#menu a[href="/about"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("location.pathname === '/about' && document.querySelector('h1')")
  },
}
