import { edit, rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const CALM = '@media (prefers-reduced-motion: reduce) {\n  .pulse {\n    animation: none;\n  }\n}\n'
const base = rewrite(dashboard, '/dashboard.css', css => css + CALM)

export const movesThoughAskedNotTo: Case = {
  id: 'moves-though-asked-not-to',
  kind: 'breakage',
  symptom: 'A light pulses also for those who get dizzy from it and have asked their system for less motion.',
  pages: ['/'],
  base,
  candidate: edit(base, '/dashboard.css', CALM, ''),
  shows: async visit => {
    await visit.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
    await visit.open()
    return visit.see("document.querySelector('.pulse').getAnimations().length > 0")
  },
}
