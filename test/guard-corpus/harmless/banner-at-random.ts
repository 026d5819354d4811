import { perAnswer, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

const BANNER = `<div class="banner" role="region" aria-label="Cookies">
  <p>This paper counts its readers by a cookie.</p>
  <button type="button" onclick="this.parentElement.remove()">Fine</button>
</div>`
const base = perAnswer(magazine, '/', (html, { random }) =>
  random() < 0.5 ? html.replace('    <footer>', `${BANNER}\n    <footer>`) : html,
)

export const bannerAtRandom: Case = {
  id: 'banner-at-random',
  kind: 'harmless',
  symptom: 'Half of the visitors are asked about cookies, on both sides; the banner goes away by its button.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/magazine.css'),
  shows: async visit => {
    await visit.open()
    if (await visit.page.$('.banner')) await visit.act([{ do: 'click', on: '.banner button' }])
    await visit.act([{ do: 'click', on: '.story a' }])
    return (await visit.soon("document.querySelector('#title')")) && (await visit.page.$('.banner')) === null
  },
}
