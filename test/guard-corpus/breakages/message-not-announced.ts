import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const messageNotAnnounced: Case = {
  id: 'message-not-announced',
  kind: 'breakage',
  symptom: 'Who cannot see the page is not told that the kettle is in the cart.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: edit(shop, '/products/kettle', '<p id="added" role="status">', '<p id="added">'),
  actions: [
    { do: 'click', on: '#add' },
    { do: 'wait', for: '#added:not(:empty)' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.see("document.querySelector('#added').closest('[role=\"status\"], [aria-live]') === null")
  },
}
