import { edit, withRespond } from '../edit-site.js'
import { isBlank } from '../pictures.js'
import type { Case, Site } from '../site.js'
import { article } from '../sites/article.js'

const swapping = edit(article, '/article.css', 'font-display: block', 'font-display: swap')
const after = (delay: number): Site =>
  withRespond(swapping, ({ path }, _, files) =>
    path === '/fonts/walks.ttf' ? { body: files[path]!, delay } : undefined,
  )

export const fontALittleLater: Case = {
  id: 'font-a-little-later',
  kind: 'harmless',
  symptom: 'The font comes a fifth of a second later than it did, by chance; then all is as it was.',
  pages: ['/'],
  base: after(50),
  candidate: after(250),
  shows: async visit => {
    await visit.open()
    return (
      (await visit.soon("[...document.fonts].every(font => font.status === 'loaded')")) &&
      !(await isBlank(await visit.shot('h1')))
    )
  },
}
