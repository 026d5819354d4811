import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const printStylesLost: Case = {
  id: 'print-styles-lost',
  kind: 'breakage',
  symptom: 'Printed, the article begins with menus, players and a button.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/', '    <link rel="stylesheet" href="/print.css" media="print">\n', ''),
  conditions: { media: 'print' },
  shows: async visit => {
    await visit.open()
    return visit.see("getComputedStyle(document.querySelector('.contents')).display !== 'none'")
  },
}
