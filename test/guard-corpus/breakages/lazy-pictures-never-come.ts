import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

export const lazyPicturesNeverCome: Case = {
  id: 'lazy-pictures-never-come',
  kind: 'breakage',
  symptom: 'Stories keep their grey boxes: pictures that wait to be scrolled to never load.',
  pages: ['/'],
  base: magazine,
  candidate: edit(magazine, '/magazine.js', "'img.lazy'", "'img.lazyload'"),
  actions: [{ do: 'scroll', to: 'footer' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("[...document.querySelectorAll('.story img')].at(-1).naturalWidth > 0"))
  },
}
