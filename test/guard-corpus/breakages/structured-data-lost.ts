import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const structuredDataLost: Case = {
  id: 'structured-data-lost',
  kind: 'breakage',
  symptom: 'Search results show the article without author and headline: the data for machines is gone.',
  pages: ['/'],
  base: article,
  candidate: rewrite(article, '/', html => html.replace(/ *<script type="application\/ld\+json">.*<\/script>\n/, '')),
  shows: async visit => {
    await visit.open()
    return visit.see(`document.querySelector('script[type="application/ld+json"]') === null`)
  },
}
