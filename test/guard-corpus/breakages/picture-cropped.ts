import { withFile } from '../edit-site.js'
import { difference, middleOf } from '../pictures.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const kettle = shop.files['/img/kettle-640.jpg'] as Buffer

export const pictureCropped: Case = {
  id: 'picture-cropped',
  kind: 'breakage',
  symptom: 'The kettle’s picture shows the middle only: what stood at its edges is gone.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: withFile(shop, '/img/kettle-640.jpg', await middleOf(kettle, 0.5)),
  shows: async visit => {
    await visit.open()
    return (await difference(await visit.shot('#shown'), kettle, 64, 48)) > 15
  },
}
