import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const headingUnderTheBar: Case = {
  id: 'heading-under-the-bar',
  kind: 'breakage',
  symptom: 'A click in the table of contents leads to a heading that lies hidden under the bar at the top.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/article.css', '  scroll-margin-top: 80px;\n', ''),
  actions: [{ do: 'click', on: '.contents a[href="#otters"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    await visit.soon("location.hash === '#otters' && scrollY > 0")
    return visit.see(`document.querySelector('#otters').getBoundingClientRect().top <
    document.querySelector('.bar').getBoundingClientRect().bottom`)
  },
}
