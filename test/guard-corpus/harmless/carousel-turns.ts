import { unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

export const carouselTurns: Case = {
  id: 'carousel-turns',
  kind: 'harmless',
  symptom: 'A carousel shows another picture at another time; all of them come round on both sides.',
  pages: ['/'],
  base: magazine,
  candidate: unnoticed(magazine, '/magazine.css'),
  shows: async visit => {
    await visit.open()
    return visit.soon("document.querySelectorAll('[data-slide]')[1].hidden === false")
  },
}
