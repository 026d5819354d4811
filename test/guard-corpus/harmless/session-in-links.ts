import { perAnswer, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const base = perAnswer(shop, '/', (html, { random }) => {
  const session = Math.floor(random() * 2 ** 32).toString(16)
  return html.replaceAll(/<a ([^>]*)href="(\/[^"#]+)"/g, `<a $1href="$2?session=${session}"`)
})

export const sessionInLinks: Case = {
  id: 'session-in-links',
  kind: 'harmless',
  symptom: 'Links carry a number that is another one at every visit, and lead where they led.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/shop.css'),
  actions: [{ do: 'click', on: '[data-id="kettle"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("location.pathname === '/products/kettle' && document.querySelector('#add')")
  },
}
