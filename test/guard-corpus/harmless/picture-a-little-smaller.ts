import { withFile } from '../edit-site.js'
import { difference, picture } from '../pictures.js'
import type { Case } from '../site.js'
import { sceneOf, shop } from '../sites/shop.js'

const kettle = shop.files['/img/kettle-640.jpg'] as Buffer

export const pictureALittleSmaller: Case = {
  id: 'picture-a-little-smaller',
  kind: 'harmless',
  symptom: 'The kettle’s picture is a smaller file of a quality that nobody can tell from what it was.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: withFile(
    shop,
    '/img/kettle-640.jpg',
    await picture(sceneOf('kettle'), { width: 640, height: 480, quality: 78 }),
  ),
  shows: async visit => {
    await visit.open()
    return (await difference(await visit.shot('#shown'), kettle, 292, 219)) < 4
  },
}
