import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

export const headersOfTableLost: Case = {
  id: 'headers-of-table-lost',
  kind: 'breakage',
  symptom: 'Screen readers read figures without saying of what: the table has no headers.',
  pages: ['/'],
  base: dashboard,
  candidate: rewrite(dashboard, '/', html => html.replaceAll(/<th scope="col">(.*?)<\/th>/g, '<td>$1</td>')),
  shows: async visit => {
    await visit.open()
    return visit.see("document.querySelector('#sales th') === null")
  },
}
