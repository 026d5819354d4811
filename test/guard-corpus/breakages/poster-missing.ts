import { withoutFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const posterMissing: Case = {
  id: 'poster-missing',
  kind: 'breakage',
  symptom: 'The film is a black box: its poster is gone.',
  pages: ['/'],
  base: article,
  candidate: withoutFile(article, '/img/poster.jpg'),
  shows: async visit => {
    await visit.open()
    return visit.see(`new Promise(done => {
    const poster = new Image()
    poster.onload = () => done(false)
    poster.onerror = () => done(true)
    poster.src = document.querySelector('video').poster
  })`)
  },
}
