import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const hiddenFromSearchEngines: Case = {
  id: 'hidden-from-search-engines',
  kind: 'breakage',
  symptom: 'Search engines drop the article: it asks them to.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/', 'content="index, follow"', 'content="noindex"'),
  shows: async visit => {
    await visit.open()
    return visit.see(`document.querySelector('meta[name="robots"]').content.includes('noindex')`)
  },
}
