import { withRespond } from '../edit-site.js'
import type { Case, Site } from '../site.js'
import { account, SIGN_IN } from '../sites/account.js'

const shared: NonNullable<Site['respond']> = (request, moment, files) => {
  if (request.path !== '/account') return undefined
  const answer = account.respond?.(request, moment, files)
  if (!answer) moment.memory.set('kept', 1)
  return moment.memory.has('kept') ? { body: files['/account']! } : answer
}

export const answerOfAnotherVisitor: Case = {
  id: 'answer-of-another-visitor',
  kind: 'breakage',
  symptom: 'Who has not signed in sees the account of somebody who has: pages are kept for all.',
  pages: ['/sign-in', '/account'],
  statuses: { base: { '/account': 303 }, candidate: { '/account': 303 } },
  base: account,
  candidate: withRespond(account, shared),
  actions: [...SIGN_IN, { do: 'wait', for: '#plot' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    await visit.page.deleteCookie({ name: 'session' })
    await visit.open('/account')
    return visit.see("document.querySelector('#plot') !== null")
  },
}
