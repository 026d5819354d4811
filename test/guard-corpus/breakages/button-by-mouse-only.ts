import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const buttonByMouseOnly: Case = {
  id: 'button-by-mouse-only',
  kind: 'breakage',
  symptom: 'The sizes open by mouse only: the button has become a box that no key reaches.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: edit(
    shop,
    '/products/kettle',
    '<button type="button" id="sizes-open">Sizes</button>',
    '<div class="button" id="sizes-open">Sizes</div>',
  ),
  actions: [
    { do: 'click', on: '#quantity' },
    { do: 'press', key: 'Tab' },
    { do: 'press', key: 'Tab' },
    { do: 'press', key: 'Enter' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('#sizes').open"))
  },
}
