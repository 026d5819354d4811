import { rewrite, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const AGO = `
var began = Date.now() - Math.round(Math.random() * 300000)
function ago() {
  var seconds = Math.round((Date.now() - began) / 1000)
  find('#updated').textContent = seconds < 60 ? seconds + ' seconds ago' : Math.round(seconds / 60) + ' minutes ago'
}
setInterval(ago, 1000)
ago()
`
const base = rewrite(dashboard, '/dashboard.js', script => script + AGO)

export const relativeTime: Case = {
  id: 'relative-time',
  kind: 'harmless',
  symptom: 'How long ago the figures are from depends on when one looks.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/dashboard.css'),
  shows: async visit => {
    await visit.open()
    return (
      (await visit.soon("/ ago$/.test(document.querySelector('#updated').textContent)")) &&
      visit.soon("document.querySelector('#sales:not([hidden])')")
    )
  },
}
