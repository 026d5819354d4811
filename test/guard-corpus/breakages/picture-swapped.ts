import { withFile } from '../edit-site.js'
import { difference } from '../pictures.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const kettle = shop.files['/img/kettle-640.jpg'] as Buffer

export const pictureSwapped: Case = {
  id: 'picture-swapped',
  kind: 'breakage',
  symptom: 'The kettle’s page shows another product’s picture.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: withFile(shop, '/img/kettle-640.jpg', shop.files['/img/lantern-640.jpg']!),
  shows: async visit => {
    await visit.open()
    return (await difference(await visit.shot('#shown'), kettle, 64, 48)) > 15
  },
}
