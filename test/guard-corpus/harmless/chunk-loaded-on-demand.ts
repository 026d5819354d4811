import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const LOAD = `      import('/reviews.js').then(function (reviews) {
        reviews.show(find('#reviews'))
        button.hidden = true
      })`
const [BODY = ''] = /const reviews[\s\S]*$/.exec(String(shop.files['/reviews.js']).replace('export ', '')) ?? []
const base = rewrite(
  shop,
  '/shop.js',
  script => BODY + script.replace(LOAD, "      show(find('#reviews'))\n      button.hidden = true"),
)

export const chunkLoadedOnDemand: Case = {
  id: 'chunk-loaded-on-demand',
  kind: 'harmless',
  symptom: 'The reviews’ script, which was part of the page’s, is fetched when somebody asks for them, and they come.',
  pages: ['/products/kettle'],
  base,
  candidate: shop,
  actions: [{ do: 'click', on: '#reviews-show' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('#reviews li').length === 3")
  },
}
