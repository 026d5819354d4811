import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const titleLost: Case = {
  id: 'title-lost',
  kind: 'breakage',
  symptom: 'The tab, bookmarks and search results name the article by its address: it has no title.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/', '    <title>Down the river on foot</title>\n', ''),
  shows: async visit => {
    await visit.open()
    return visit.see("document.title === ''")
  },
}
