import { rewrite, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const POLL = "\nsetInterval(function () {\n  fetch('/sales.json?at=' + Date.now())\n}, 900)\n"
const base = rewrite(dashboard, '/dashboard.js', script => script + POLL)

export const asksAgainAndAgain: Case = {
  id: 'asks-again-and-again',
  kind: 'harmless',
  symptom: 'The figures are asked for every second, on both sides; nothing of it is to be seen.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/dashboard.css'),
  actions: [
    { do: 'wait', for: '#sales:not([hidden])' },
    { do: 'click', on: '#tab-chart' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("!document.querySelector('#view-chart').hidden")
  },
}
