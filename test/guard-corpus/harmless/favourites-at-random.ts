import { perAnswer, unnoticed } from '../edit-site.js'
import { pick } from '../random.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

const base = perAnswer(magazine, '/', (html, { random }) => {
  const liked = ['The recipe for plum cake, still.', 'Who paints the bridge.', 'The lost glove of Mill Lane.']
  return html.replace('The recipe for plum cake, still.', pick(liked, random))
})

export const favouritesAtRandom: Case = {
  id: 'favourites-at-random',
  kind: 'harmless',
  symptom:
    'What readers like is drawn by lot at every visit, on both sides; its length differs, so that lines below may lie elsewhere.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/magazine.css'),
  actions: [{ do: 'click', on: '.story a' }],
  shows: async visit => {
    await visit.open()
    const filled = await visit.see<boolean>("document.querySelector('#liked').textContent.length > 10")
    await visit.act()
    return filled && visit.soon("document.querySelector('#title')")
  },
}
