import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const stylesWithoutWhitespace: Case = {
  id: 'styles-without-whitespace',
  kind: 'harmless',
  symptom: 'The style sheet is one line, and says the same.',
  pages: ['/', '/products/kettle'],
  base: shop,
  candidate: rewrite(shop, '/shop.css', css =>
    css
      .replace(/^\/\*[\s\S]*?\*\/\n/, '')
      .replaceAll(/\s*\n\s*/g, '')
      .replaceAll(/\s*\{/g, '{'),
  ),
  shows: async visit => {
    await visit.open()
    return visit.see(`getComputedStyle(document.querySelector('.grid')).display === 'grid' &&
    getComputedStyle(document.querySelector('.tools')).flexWrap === 'wrap'`)
  },
}
