import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const IMG = '<img src="/img/chair-640.jpg"'
const SMALL = '<source media="(max-width: 600px)" srcset="/img/chair-small.jpg">'

export const pictureMissingOnPhone: Case = {
  id: 'picture-missing-on-phone',
  kind: 'breakage',
  symptom: 'On a phone the chair has no picture: the one that is offered to small screens was never made.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(shop, '/', html => html.replace(new RegExp(`${IMG}[^>]*>`), `<picture>${SMALL}$&</picture>`)),
  conditions: { width: 'phone' },
  shows: async visit => {
    await visit.open()
    return visit.see(
      "[...document.images].some(one => one.complete && one.currentSrc !== '' && one.naturalWidth === 0)",
    )
  },
}
