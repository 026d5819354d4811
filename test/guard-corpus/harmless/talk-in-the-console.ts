import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

export const talkInTheConsole: Case = {
  id: 'talk-in-the-console',
  kind: 'harmless',
  symptom: 'The script says something in the developers’ console.',
  pages: ['/'],
  base: dashboard,
  candidate: rewrite(dashboard, '/dashboard.js', script => `${script}console.info('figures: build 214')\n`),
  actions: [
    { do: 'wait', for: '#sales:not([hidden])' },
    { do: 'click', on: '#export' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelector('#exported').textContent.includes('Rye')")
  },
}
