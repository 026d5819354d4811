import { withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const base = withHeaders(dashboard, '*', {
  vary: 'accept-encoding',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
})

export const headersReordered: Case = {
  id: 'headers-reordered',
  kind: 'harmless',
  symptom: 'Headers of answers come in another order.',
  pages: ['/'],
  base,
  candidate: withHeaders(dashboard, '*', {
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    vary: 'accept-encoding',
  }),
  shows: async visit => {
    await visit.open()
    return visit.soon("document.querySelector('#sales:not([hidden])')")
  },
}
