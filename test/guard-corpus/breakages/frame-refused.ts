import { edit, withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const FRAME = '<iframe id="who" src="/about" width="600" height="300" title="About us"></iframe>'
const base = edit(shop, '/products/kettle', '<div id="reviews"></div>', `<div id="reviews"></div>\n        ${FRAME}`)

export const frameRefused: Case = {
  id: 'frame-refused',
  kind: 'breakage',
  symptom: 'The page that is shown within the product’s page is a grey box: it forbids to be framed.',
  pages: ['/products/kettle', '/about'],
  base,
  candidate: withHeaders(base, '/about', { 'x-frame-options': 'DENY' }),
  shows: async visit => {
    await visit.open()
    return !(await visit.soon("document.querySelector('#who').contentDocument?.querySelector('h1')"))
  },
}
