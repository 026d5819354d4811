import { edit, withFile } from '../edit-site.js'
import { difference, picture, upright } from '../pictures.js'
import type { Case } from '../site.js'
import { sceneOf, shop } from '../sites/shop.js'

const seed = sceneOf('chair')
const portrait = '<img id="portrait" src="/img/portrait.jpg" width="240" height="320" alt="The chair">'
const base = withFile(
  edit(shop, '/products/kettle', '<h1>Copper kettle</h1>', `<h1>Copper kettle</h1>\n        ${portrait}`),
  '/img/portrait.jpg',
  await upright(seed, 'kept'),
)

export const pictureOnItsSide: Case = {
  id: 'picture-on-its-side',
  kind: 'breakage',
  symptom: 'A picture lies on its side: the camera’s note of which way is up was taken out.',
  pages: ['/products/kettle'],
  base,
  candidate: withFile(base, '/img/portrait.jpg', await upright(seed, 'lost')),
  shows: async visit => {
    await visit.open()
    const right = await picture(seed, { width: 480, height: 640 })
    return (await difference(await visit.shot('#portrait'), right, 48, 64)) > 12
  },
}
