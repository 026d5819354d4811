import { rewrite } from '../edit-site.js'
import { difference } from '../pictures.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const kettle = shop.files['/img/kettle-640.jpg'] as Buffer
const CUT = '.gallery > img {\n  aspect-ratio: 3;\n  object-fit: cover;\n}\n'

export const pictureCutOffByStyle: Case = {
  id: 'picture-cut-off-by-style',
  kind: 'breakage',
  symptom: 'Of the kettle’s picture a low strip is left: top and bottom are cut off.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: rewrite(shop, '/shop.css', css => css + CUT),
  shows: async visit => {
    await visit.open()
    return (await difference(await visit.shot('#shown'), kettle, 64, 48)) > 15
  },
}
