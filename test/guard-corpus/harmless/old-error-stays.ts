import { rewrite, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const FAULT = "\nsetTimeout(function () {\n  window.tracker.count('view')\n}, 0)\nfetch('/count')\n"
const base = rewrite(shop, '/shop.js', script => script + FAULT)

export const oldErrorStays: Case = {
  id: 'old-error-stays',
  kind: 'harmless',
  symptom: 'A counter fails at every visit and has always done so; it is nothing that visitors see.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/shop.css'),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('.card[hidden]').length === 9")
  },
}
