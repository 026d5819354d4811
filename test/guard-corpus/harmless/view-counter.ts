import { perAnswer, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

const base = perAnswer(magazine, '/', (html, { memory, random }) => {
  const views = (memory.get('views') ?? Math.floor(random() * 5000)) + 1
  memory.set('views', views)
  return html.replace('<span id="views"></span>', `<span id="views">${views} readers today</span>`)
})

export const viewCounter: Case = {
  id: 'view-counter',
  kind: 'harmless',
  symptom: 'The page says how many have read it, one more at every visit.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/magazine.css'),
  actions: [{ do: 'click', on: '.story a' }],
  shows: async visit => {
    await visit.open()
    const counted = await visit.see<boolean>(
      "/^\\d+ readers today$/.test(document.querySelector('#views').textContent)",
    )
    await visit.act()
    return counted && visit.soon("document.querySelector('#title')")
  },
}
