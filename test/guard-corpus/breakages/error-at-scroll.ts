import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

export const errorAtScroll: Case = {
  id: 'error-at-scroll',
  kind: 'breakage',
  symptom:
    'The bar stays tall when one scrolls, and covers the text on small screens: the script fails at every scroll.',
  pages: ['/'],
  base: magazine,
  candidate: edit(
    magazine,
    '/magazine.js',
    "document.querySelector('.top').classList",
    "document.querySelector('.bar').classList",
  ),
  actions: [{ do: 'scroll', to: 'footer' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('.top.small')")) && visit.errors.length > 0
  },
}
