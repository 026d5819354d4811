import { gzipSync } from 'node:zlib'
import { withFile, withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const css = String(shop.files['/shop.css'])

export const stylesCompressed: Case = {
  id: 'styles-compressed',
  kind: 'harmless',
  symptom: 'The style sheet comes compressed.',
  pages: ['/', '/products/kettle'],
  base: shop,
  candidate: withHeaders(withFile(shop, '/shop.css', gzipSync(css)), '/shop.css', { 'content-encoding': 'gzip' }),
  shows: async visit => {
    await visit.open()
    return visit.see("getComputedStyle(document.querySelector('.grid')).display === 'grid'")
  },
}
