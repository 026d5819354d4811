import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const CHECK = "if (sessionStorage.getItem('build') !== '7') location.reload()\n"

export const pageReloadsForEver: Case = {
  id: 'page-reloads-for-ever',
  kind: 'breakage',
  symptom: 'The page flickers and loads again and again: it waits for a mark that nobody sets.',
  pages: ['/'],
  base: dashboard,
  candidate: rewrite(dashboard, '/dashboard.js', script => CHECK + script),
  shows: async visit => {
    // Where it never comes to rest it never is loaded either.
    void visit.open().catch(() => {})
    await visit.soon('false')
    return visit.asked.filter(one => one === 'GET /').length > 2
  },
}
