import { rewrite, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const TICK = `
setInterval(function () {
  find('#updated').textContent = Math.round(Math.random() * 900 + 100) + ' loaves in the oven'
}, 250)
`
const base = rewrite(dashboard, '/dashboard.js', script => script + TICK)

export const figuresTick: Case = {
  id: 'figures-tick',
  kind: 'harmless',
  symptom: 'A figure is another one four times a second, on both sides.',
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
      (await visit.soon("/^\\d+ loaves/.test(document.querySelector('#updated').textContent)")) &&
      visit.soon("document.querySelector('#exported').textContent.includes('Rye')")
    )
  },
}
