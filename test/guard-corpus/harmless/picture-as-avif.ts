import { renamed, withFile } from '../edit-site.js'
import { difference, picture } from '../pictures.js'
import type { Case } from '../site.js'
import { sceneOf, shop } from '../sites/shop.js'

const before = shop.files['/img/kettle-640.jpg'] as Buffer
const after = await picture(sceneOf('kettle'), { width: 640, height: 480, format: 'avif', quality: 70 })

export const pictureAsAvif: Case = {
  id: 'picture-as-avif',
  kind: 'harmless',
  symptom: 'The kettle’s picture comes as AVIF of high quality; nobody sees a difference.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: withFile(renamed(shop, '/img/kettle-640.jpg', '/img/kettle-640.avif'), '/img/kettle-640.avif', after),
  shows: async visit => {
    await visit.open()
    return (await difference(await visit.shot('#shown'), before, 64, 48)) < 4
  },
}
