import { edit, withFile } from '../edit-site.js'
import { difference, film } from '../pictures.js'
import type { Case } from '../site.js'
import { sceneOf, shop } from '../sites/shop.js'

const moving = '<img id="film" src="/img/film.webp" width="160" height="120" alt="How the kettle is hammered">'
const base = withFile(
  edit(shop, '/products/kettle', '<p class="price">€48.00</p>', `<p class="price">€48.00</p>\n        ${moving}`),
  '/img/film.webp',
  await film(sceneOf('kettle'), 'all'),
)

export const filmStandsStill: Case = {
  id: 'film-stands-still',
  kind: 'breakage',
  symptom: 'The picture that showed how the kettle is hammered does not move any more: one of its frames was kept.',
  pages: ['/products/kettle'],
  base,
  candidate: withFile(base, '/img/film.webp', await film(sceneOf('kettle'), 'first')),
  shows: async visit => {
    await visit.open()
    const first = await visit.shot('#film')
    for (let look = 0; look < 8; look++) {
      if ((await difference(first, await visit.shot('#film'), 32, 24)) > 8) return false
    }
    return true
  },
}
