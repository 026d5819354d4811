import { unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

export const animationRuns: Case = {
  id: 'animation-runs',
  kind: 'harmless',
  symptom: 'A light pulses without end; where it is in its course is chance.',
  pages: ['/'],
  base: dashboard,
  candidate: unnoticed(dashboard, '/dashboard.css'),
  shows: async visit => {
    await visit.open()
    return (
      (await visit.soon("document.querySelector('#sales:not([hidden])')")) &&
      visit.see("document.querySelector('.pulse').getAnimations().length === 1")
    )
  },
}
