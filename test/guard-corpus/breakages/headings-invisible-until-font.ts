import { edit, withRespond } from '../edit-site.js'
import { isBlank } from '../pictures.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

const base = withRespond(article, ({ path }) => (path === '/fonts/walks-latin.ttf' ? { never: true } : undefined))

export const headingsInvisibleUntilFont: Case = {
  id: 'headings-invisible-until-font',
  kind: 'breakage',
  symptom: 'For seconds no heading can be read: their font never comes, and until then the text is kept invisible.',
  pages: ['/'],
  base,
  candidate: edit(base, '/article.css', '/fonts/walks.ttf', '/fonts/walks-latin.ttf'),
  shows: async visit => {
    await visit.open(undefined, 'domcontentloaded')
    await visit.soon("performance.now() > 1000 || [...document.fonts].some(font => font.status === 'loaded')")
    return isBlank(await visit.shot('h1'))
  },
}
