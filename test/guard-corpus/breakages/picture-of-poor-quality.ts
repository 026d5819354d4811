import { withFile } from '../edit-site.js'
import { difference, encodedAt } from '../pictures.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const kettle = shop.files['/img/kettle-640.jpg'] as Buffer

export const pictureOfPoorQuality: Case = {
  id: 'picture-of-poor-quality',
  kind: 'breakage',
  symptom: 'The kettle’s picture is full of blocks and smears.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: withFile(shop, '/img/kettle-640.jpg', await encodedAt(kettle, 2)),
  shows: async visit => {
    await visit.open()
    return (await difference(await visit.shot('#shown'), kettle, 292, 219)) > 4
  },
}
