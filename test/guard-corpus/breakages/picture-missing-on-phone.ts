import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const pictureMissingOnPhone: Case = {
  id: 'picture-missing-on-phone',
  kind: 'breakage',
  symptom: 'On a phone the chair has no picture: the width that is offered to small screens was never made.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', '"/img/chair-320.jpg 320w', '"/img/chair-180.jpg 180w, /img/chair-320.jpg 320w'),
  conditions: { width: 'phone' },
  shows: async visit => {
    await visit.open()
    return visit.see(
      "[...document.images].some(one => one.complete && one.currentSrc !== '' && one.naturalWidth === 0)",
    )
  },
}
