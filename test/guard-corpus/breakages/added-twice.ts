import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const SCRIPT = '<script src="/shop.js" defer></script>'

export const addedTwice: Case = {
  id: 'added-twice',
  kind: 'breakage',
  symptom: 'One click puts two kettles into the cart: the script is in the page twice.',
  pages: ['/products/kettle'],
  base: shop,
  candidate: edit(shop, '/products/kettle', SCRIPT, SCRIPT + SCRIPT),
  actions: [
    { do: 'click', on: '#add' },
    { do: 'wait', for: '#added:not(:empty)' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    await visit.page.waitForNetworkIdle({ idleTime: 200 })
    await visit.open('/cart')
    return (await visit.see<string>("document.querySelector('#line').textContent")).includes('× 2')
  },
}
