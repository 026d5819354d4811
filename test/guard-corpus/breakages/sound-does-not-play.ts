import { withFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const soundDoesNotPlay: Case = {
  id: 'sound-does-not-play',
  kind: 'breakage',
  symptom: 'The sound of the ford cannot be played: the file came empty.',
  pages: ['/'],
  base: article,
  candidate: withFile(article, '/river.wav', Buffer.alloc(0)),
  shows: async visit => {
    await visit.open()
    return !(await visit.soon("document.querySelector('audio').duration > 0.5"))
  },
}
