import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const linkTargetLost: Case = {
  id: 'link-target-lost',
  kind: 'breakage',
  symptom: 'A line of the table of contents leads nowhere: the heading has lost its name.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/', '<h2 id="otters">', '<h2>'),
  actions: [{ do: 'click', on: '.contents a[href="#otters"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon('scrollY > 200'))
  },
}
