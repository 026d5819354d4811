import { withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const base = withHeaders(dashboard, '*', { 'x-content-type-options': 'nosniff' })

export const scriptRefusedForItsType: Case = {
  id: 'script-refused-for-its-type',
  kind: 'breakage',
  symptom: 'The figures never come: the browser refuses the script, because it is served as plain text.',
  pages: ['/'],
  base,
  candidate: withHeaders(base, '/dashboard.js', { 'content-type': 'text/plain' }),
  shows: async visit => {
    await visit.open()
    return !(await visit.soon("document.querySelector('#sales:not([hidden])')"))
  },
}
