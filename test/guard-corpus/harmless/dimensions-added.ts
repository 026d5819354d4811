import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const dimensionsAdded: Case = {
  id: 'dimensions-added',
  kind: 'harmless',
  symptom: 'Pictures say how large they are, and look as they did; the text does not jump any more.',
  pages: ['/'],
  base: rewrite(article, '/', html => html.replaceAll(/(<img [^>]*?) width="640" height="480"/g, '$1')),
  candidate: article,
  actions: [{ do: 'scroll', to: '#mouth' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon(`[...document.images].at(-1).naturalWidth === 640 &&
    Math.abs([...document.images].at(-1).clientWidth / [...document.images].at(-1).clientHeight - 4 / 3) < 0.02`)
  },
}
