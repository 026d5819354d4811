import { withRespond } from '../edit-site.js'
import type { Case, Site } from '../site.js'
import { account, SIGN_IN } from '../sites/account.js'

const open: NonNullable<Site['respond']> = (request, moment, files) => {
  const answer = account.respond?.(request, moment, files)
  const cookie = answer?.headers?.['set-cookie']
  if (!answer || typeof cookie !== 'string') return answer
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie.replace(' HttpOnly;', '') } }
}

export const sessionOpenToScripts: Case = {
  id: 'session-open-to-scripts',
  kind: 'breakage',
  symptom:
    'Any script on the page can read what makes a visitor signed in, and take it away: the cookie is not kept from scripts any more.',
  pages: ['/sign-in'],
  base: account,
  candidate: withRespond(account, open),
  actions: [...SIGN_IN, { do: 'wait', for: '#plot' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.see("document.cookie.includes('session=')")
  },
}
