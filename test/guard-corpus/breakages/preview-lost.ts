import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

const PREVIEW = '    <meta property="og:image" content="/img/weir.jpg">\n'
const base = edit(article, '/', '    <meta name="robots"', `${PREVIEW}    <meta name="robots"`)

export const previewLost: Case = {
  id: 'preview-lost',
  kind: 'breakage',
  symptom: 'Where somebody shares the article, its picture is missing from the preview.',
  pages: ['/'],
  base,
  candidate: edit(base, '/', PREVIEW, ''),
  shows: async visit => {
    await visit.open()
    return visit.see(`document.querySelector('meta[property="og:image"]') === null`)
  },
}
