import { rewrite, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const TICK = `
setInterval(function () {
  find('#clock').textContent = new Date().toLocaleTimeString('en-GB')
}, 1000)
`
const base = rewrite(dashboard, '/dashboard.js', script => script + TICK)

export const clock: Case = {
  id: 'clock',
  kind: 'harmless',
  symptom: 'A clock shows the time of the visit, as it did before.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/dashboard.css'),
  actions: [
    { do: 'wait', for: '#sales:not([hidden])' },
    { do: 'click', on: '#export' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return (
      (await visit.soon("/^\\d\\d:\\d\\d:\\d\\d$/.test(document.querySelector('#clock').textContent)")) &&
      visit.soon("document.querySelector('#exported').textContent.includes('Rye')")
    )
  },
}
