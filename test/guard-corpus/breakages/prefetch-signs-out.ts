import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { account, SIGN_IN } from '../sites/account.js'

const PREFETCH = `
addEventListener('load', () => {
  for (const link of document.querySelectorAll('a[href^="/"]')) fetch(link.href)
})
`

export const prefetchSignsOut: Case = {
  id: 'prefetch-signs-out',
  kind: 'breakage',
  symptom:
    'Who has signed in is signed out at the next click: links are fetched ahead of time, the one for signing out too.',
  pages: ['/sign-in', '/account'],
  statuses: { base: { '/account': 303 }, candidate: { '/account': 303 } },
  base: account,
  candidate: rewrite(account, '/account.js', script => script + PREFETCH),
  actions: [...SIGN_IN, { do: 'wait', for: '#plot' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    await visit.page.waitForNetworkIdle({ idleTime: 300 })
    await visit.open('/settings')
    return visit.see("location.pathname === '/sign-in'")
  },
}
