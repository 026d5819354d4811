import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const loadingHintsAdded: Case = {
  id: 'loading-hints-added',
  kind: 'harmless',
  symptom: 'Pictures may be decoded aside, and the first of them come first.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(shop, '/', html =>
    html
      .replaceAll('<img src=', '<img decoding="async" src=')
      .replace('<img decoding="async"', '<img fetchpriority="high"'),
  ),
  actions: [{ do: 'scroll', to: '.foot' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon('[...document.images].every(one => one.naturalWidth > 0)')
  },
}
