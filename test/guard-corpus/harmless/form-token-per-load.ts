import { unnoticed, withRespond } from '../edit-site.js'
import type { Case } from '../site.js'
import { account, SIGN_IN, signInPage } from '../sites/account.js'

const base = withRespond(account, ({ path, method }, { random }, files) =>
  path === '/sign-in' && method === 'GET'
    ? { body: signInPage(files, `t${Math.floor(random() * 2 ** 32).toString(36)}`) }
    : undefined,
)

export const formTokenPerLoad: Case = {
  id: 'form-token-per-load',
  kind: 'harmless',
  symptom: 'The form’s hidden token is another one at every load.',
  pages: ['/sign-in'],
  base,
  candidate: unnoticed(base, '/account.css'),
  actions: SIGN_IN,
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelector('#plot')")
  },
}
