import { edit } from '../edit-site.js'
import { isBlank } from '../pictures.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const WITH =
  '.hero {\n  min-height: 240px;\n  background: url("/img/bowl-640.jpg") right / contain no-repeat;\n  padding: 32px 0;\n}\n'
const base = edit(shop, '/shop.css', '.hero {\n  padding: 32px 0;\n}\n', WITH)

export const backgroundMissing: Case = {
  id: 'background-missing',
  kind: 'breakage',
  symptom: 'The picture behind the greeting is gone: the style sheet names it by an address at which there is nothing.',
  pages: ['/'],
  base,
  candidate: edit(base, '/shop.css', '/img/bowl-640.jpg', '/static/img/bowl-640.jpg'),
  shows: async visit => {
    await visit.open()
    return isBlank(
      await visit.page.screenshot({ clip: { x: 1000, y: 130, width: 150, height: 150 } }).then(Buffer.from),
    )
  },
}
