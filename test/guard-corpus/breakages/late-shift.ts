import { edit, withRespond } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const SIZE = ' width="640" height="480"'
const base = withRespond(shop, ({ path }, _, files) =>
  path === '/img/kettle-640.jpg' ? { body: files[path]!, delay: 1000 } : undefined,
)

export const lateShift: Case = {
  id: 'late-shift',
  kind: 'breakage',
  symptom:
    'The small pictures under the kettle’s jump down a whole picture’s height when it arrives, just when one is about to click.',
  pages: ['/products/kettle'],
  base,
  candidate: edit(
    base,
    '/products/kettle',
    `${SIZE} alt="Copper kettle on a stove"`,
    ' alt="Copper kettle on a stove"',
  ),
  shows: async visit => {
    const top = () => visit.see<number>("document.querySelector('.thumbs').getBoundingClientRect().top")
    await visit.open(undefined, 'domcontentloaded')
    const before = await top()
    await visit.soon("document.querySelector('#shown').naturalWidth > 0")
    return Math.abs((await top()) - before) > 50
  },
}
