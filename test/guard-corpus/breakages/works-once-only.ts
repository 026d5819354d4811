import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const LISTENER = `          card.hidden = button.dataset.filter !== 'all' && card.dataset.kind !== button.dataset.filter
        })
      })`

export const worksOnceOnly: Case = {
  id: 'works-once-only',
  kind: 'breakage',
  symptom: 'Each filter works once: who goes back to “All” and chooses lights again sees everything.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/shop.js', LISTENER, LISTENER.replace(/\}\)$/, '}, { once: true })')),
  actions: [
    { do: 'click', on: '[data-filter="light"]' },
    { do: 'click', on: '[data-filter="all"]' },
    { do: 'click', on: '[data-filter="light"]' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('.card[hidden]')"))
  },
}
