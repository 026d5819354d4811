import { withoutFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const fontMissing: Case = {
  id: 'font-missing',
  kind: 'breakage',
  symptom: 'Headings are set in whatever serif the visitor has: the site’s own font is not there any more.',
  pages: ['/'],
  base: article,
  candidate: withoutFile(article, '/fonts/walks.ttf'),
  shows: async visit => {
    await visit.open()
    return !(await visit.soon("[...document.fonts].every(font => font.status === 'loaded')"))
  },
}
