import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const LATER = "<script>document.querySelector('#products').append(document.querySelector('#later').content)</script>"

export const listNeedsScript: Case = {
  id: 'list-needs-script',
  kind: 'breakage',
  symptom: 'Who reads without JavaScript sees no product: the list used to be in the page, now a script puts it there.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(shop, '/', html =>
    html.replace(
      /(<ul class="grid" id="products">)([\s\S]*?)<\/ul>/,
      `$1</ul><template id="later">$2</template>${LATER}`,
    ),
  ),
  conditions: { javascript: false },
  shows: async visit => {
    await visit.open()
    return (await visit.page.$('main .card')) === null
  },
}
