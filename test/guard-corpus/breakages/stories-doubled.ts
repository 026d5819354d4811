import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

export const storiesDoubled: Case = {
  id: 'stories-doubled',
  kind: 'breakage',
  symptom: 'Every story stands on the page twice: what the script renders is put beside what the server had rendered.',
  pages: ['/'],
  base: magazine,
  candidate: edit(magazine, '/magazine.js', 'app.innerHTML = route', 'app.innerHTML += route'),
  shows: async visit => {
    await visit.open()
    return (await visit.see<number>("document.querySelectorAll('.story').length")) > 6
  },
}
