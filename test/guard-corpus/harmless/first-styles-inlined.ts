import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const LINK = '<link rel="stylesheet" href="/shop.css">'
const css = String(shop.files['/shop.css'])

export const firstStylesInlined: Case = {
  id: 'first-styles-inlined',
  kind: 'harmless',
  symptom: 'The styles of what one sees first stand in the page too; the whole sheet follows as before.',
  pages: ['/'],
  base: shop,
  candidate: edit(
    shop,
    '/',
    LINK,
    `<style>${css.slice(css.indexOf(':root'), css.indexOf('.also ul'))}</style>\n    ${LINK}`,
  ),
  shows: async visit => {
    await visit.open()
    return visit.see(`getComputedStyle(document.querySelector('.grid')).display === 'grid' &&
    getComputedStyle(document.querySelector('.foot')).paddingTop === '24px'`)
  },
}
