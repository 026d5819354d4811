import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const base = edit(
  shop,
  '/about',
  'in a workshop by the river.</p>',
  'in a workshop by the river.</p>\n      <p>Call us: <a id="call" href="tel:+4955512345">0555 12345</a></p>',
)

export const numberCannotBeCalled: Case = {
  id: 'number-cannot-be-called',
  kind: 'breakage',
  symptom: 'A tap on the shop’s number does not call it: the address behind it has lost its digits.',
  pages: ['/about'],
  base,
  candidate: edit(base, '/about', 'tel:+4955512345', 'tel:'),
  conditions: { width: 'phone' },
  shows: async visit => {
    await visit.open()
    return visit.see("document.querySelector('#call').href === 'tel:'")
  },
}
