import { edit } from '../edit-site.js'
import { isBlank } from '../pictures.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const fontShownWhenItComes: Case = {
  id: 'font-shown-when-it-comes',
  kind: 'harmless',
  symptom: 'Until the font has come headings are shown in another one, instead of not at all.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/article.css', 'font-display: block', 'font-display: swap'),
  shows: async visit => {
    await visit.open()
    return (
      (await visit.soon("[...document.fonts].every(font => font.status === 'loaded')")) &&
      !(await isBlank(await visit.shot('h1')))
    )
  },
}
