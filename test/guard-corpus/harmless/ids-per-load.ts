import { perAnswer, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

const base = perAnswer(magazine, '/', (html, { random }) => {
  const id = `r${Math.floor(random() * 1e6)}`
  return html.replace('<label for="q">', `<label for="${id}">`).replace('<input id="q"', `<input id="${id}"`)
})

export const idsPerLoad: Case = {
  id: 'ids-per-load',
  kind: 'harmless',
  symptom: 'An element’s id is another one at every load; its label goes with it.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/magazine.css'),
  actions: [
    { do: 'click', on: '.search label' },
    { do: 'type', on: '.search input', text: 'bees' },
    { do: 'click', on: '.search button' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("location.pathname === '/search' && document.querySelector('.lead').textContent.includes('bees')")
  },
}
