import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const phoneSeesDesktopPage: Case = {
  id: 'phone-sees-desktop-page',
  kind: 'breakage',
  symptom: 'Phones show the page of the wide screen, in letters too small to read.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', '    <meta name="viewport" content="width=device-width, initial-scale=1">\n', ''),
  conditions: { width: 'phone' },
  shows: async visit => {
    await visit.open()
    return visit.see('document.documentElement.clientWidth > 600')
  },
}
