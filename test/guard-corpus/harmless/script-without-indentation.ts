import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const scriptWithoutIndentation: Case = {
  id: 'script-without-indentation',
  kind: 'harmless',
  symptom: 'The script is shorter by its indentation and comments, and does the same.',
  pages: ['/', '/products/kettle'],
  base: shop,
  candidate: rewrite(shop, '/shop.js', script => script.replaceAll(/^ +|^\/\/ .*\n/gm, '')),
  actions: [{ do: 'click', on: '[data-filter="furniture"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('.card[hidden]').length === 9")
  },
}
