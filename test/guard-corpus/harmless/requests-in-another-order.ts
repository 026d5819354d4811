import { edit } from '../edit-site.js'
import { isBlank } from '../pictures.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const LINK = '    <link rel="stylesheet" href="/dashboard.css">\n'
const LAST = '    <script src="/dashboard.js" defer></script>\n'

export const requestsInAnotherOrder: Case = {
  id: 'requests-in-another-order',
  kind: 'harmless',
  symptom: 'Files are asked for in another order; what depends on what is kept.',
  pages: ['/'],
  base: dashboard,
  candidate: edit(edit(dashboard, '/', LINK, ''), '/', LAST, LAST + LINK),
  actions: [
    { do: 'wait', for: '#sales:not([hidden])' },
    { do: 'click', on: '#tab-chart' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await isBlank(await visit.shot('#bars')))
  },
}
