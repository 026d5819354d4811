import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

export const storiesLost: Case = {
  id: 'stories-lost',
  kind: 'breakage',
  symptom: 'The stories are there for a moment and vanish: the script renders out of a state that came empty.',
  pages: ['/'],
  base: magazine,
  candidate: rewrite(magazine, '/', html => html.replace(/\{"stories":.*?\]\}/, '{"stories":[]}')),
  shows: async visit => {
    await visit.open()
    return visit.see("document.querySelector('.story') === null")
  },
}
