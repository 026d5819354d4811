import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

export const backLeavesTheSite: Case = {
  id: 'back-leaves-the-site',
  kind: 'breakage',
  symptom: 'Back, from a story, leaves the paper instead of going to the list.',
  pages: ['/'],
  base: magazine,
  candidate: edit(magazine, '/magazine.js', 'history.pushState', 'history.replaceState'),
  actions: [{ do: 'click', on: '.story a' }, { do: 'wait', for: '#title' }, { do: 'back' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("location.pathname === '/' && document.querySelector('.story')"))
  },
}
