import { withRespond } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

export const spinnerForEver: Case = {
  id: 'spinner-for-ever',
  kind: 'breakage',
  symptom: '“Loading figures” stays for ever: the figures are asked for and never answered.',
  pages: ['/'],
  base: dashboard,
  candidate: withRespond(dashboard, ({ path }) => (path === '/sales.json' ? { never: true } : undefined)),
  shows: async visit => {
    await visit.open()
    return !(await visit.soon("document.querySelector('#waiting').hidden"))
  },
}
