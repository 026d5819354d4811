import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const emptyFormAccepted: Case = {
  id: 'empty-form-accepted',
  kind: 'breakage',
  symptom: 'A sign-up without an address is sent, and answered by an empty page; the form used to say what is missing.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', 'autocomplete="email" required>', 'autocomplete="email">'),
  actions: [{ do: 'click', on: '.newsletter button' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("location.pathname === '/newsletter'")
  },
}
