import { perAnswer, unnoticed } from '../edit-site.js'
import { pick } from '../random.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

const ADVERTS = [
  '<p>Hofer’s shoes: soled while you wait.</p>',
  '<h3>Spring fair</h3><p>On the common, with a roundabout.</p><a href="/imprint">More</a>',
  '<img src="/img/tram.jpg" width="160" height="120" alt="Ride the tram">',
]
const base = perAnswer(magazine, '/', (html, { random }) => html.replace('<!-- advert -->', pick(ADVERTS, random)))

export const advertDiffers: Case = {
  id: 'advert-differs',
  kind: 'harmless',
  symptom: 'The advertisement is another one at every visit, on both sides.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/magazine.css'),
  actions: [{ do: 'click', on: '.story a' }],
  shows: async visit => {
    await visit.open()
    const filled = await visit.see<boolean>("document.querySelector('.advert').childElementCount > 0")
    await visit.act()
    return filled && visit.soon("document.querySelector('#title')")
  },
}
