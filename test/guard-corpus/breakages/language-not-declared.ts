import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

export const languageNotDeclared: Case = {
  id: 'language-not-declared',
  kind: 'breakage',
  symptom:
    'Screen readers read the text in the voice of the listener’s own language, and browsers offer no translation.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/', '<html lang="en">', '<html>'),
  shows: async visit => {
    await visit.open()
    return visit.see("document.documentElement.lang === ''")
  },
}
