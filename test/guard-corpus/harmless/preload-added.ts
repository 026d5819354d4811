import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

const LINK = '<link rel="stylesheet" href="/article.css">'

export const preloadAdded: Case = {
  id: 'preload-added',
  kind: 'harmless',
  symptom: 'The font is asked for earlier.',
  pages: ['/'],
  base: article,
  candidate: edit(
    article,
    '/',
    LINK,
    `<link rel="preload" href="/fonts/walks.ttf" as="font" type="font/ttf" crossorigin>\n    ${LINK}`,
  ),
  actions: [{ do: 'click', on: '.contents a[href="#otters"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return (
      (await visit.soon("[...document.fonts].every(font => font.status === 'loaded')")) &&
      visit.soon("scrollY > 0 && document.querySelector('#otters').getBoundingClientRect().top >= 64")
    )
  },
}
