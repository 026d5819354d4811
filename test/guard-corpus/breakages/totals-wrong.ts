import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

export const totalsWrong: Case = {
  id: 'totals-wrong',
  kind: 'breakage',
  symptom: 'The totals leave out the last bread.',
  pages: ['/'],
  base: dashboard,
  candidate: edit(dashboard, '/figures.js', 'return rows.reduce(', 'return rows.slice(0, -1).reduce('),
  shows: async visit => {
    await visit.open()
    await visit.soon("document.querySelector('#sales:not([hidden])')")
    return !(await visit.see<string>("document.querySelector('#sales tfoot').textContent")).includes('1,728')
  },
}
