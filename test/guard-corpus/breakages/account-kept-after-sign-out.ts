import { withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { account, SIGN_IN } from '../sites/account.js'

export const accountKeptAfterSignOut: Case = {
  id: 'account-kept-after-sign-out',
  kind: 'breakage',
  symptom: 'After signing out, the account still opens: the browser was told to keep the page.',
  pages: ['/sign-in', '/account'],
  statuses: { base: { '/account': 303 }, candidate: { '/account': 303 } },
  base: account,
  candidate: withHeaders(account, '/account', { 'cache-control': 'max-age=600' }),
  actions: [
    ...SIGN_IN,
    { do: 'click', on: '#logout' },
    { do: 'wait', for: '#sign-in' },
    { do: 'click', on: '.top a[href="/account"]' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelector('#plot')")
  },
}
