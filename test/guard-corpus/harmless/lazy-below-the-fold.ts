import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const lazyBelowTheFold: Case = {
  id: 'lazy-below-the-fold',
  kind: 'harmless',
  symptom: 'Pictures further down load when one gets near them, and are there.',
  pages: ['/'],
  base: rewrite(article, '/', html => html.replaceAll(' loading="lazy"', '')),
  candidate: article,
  actions: [{ do: 'scroll', to: '#mouth' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon('[...document.images].at(-1).naturalWidth === 640')
  },
}
