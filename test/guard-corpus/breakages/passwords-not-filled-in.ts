import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { account } from '../sites/account.js'

export const passwordsNotFilledIn: Case = {
  id: 'passwords-not-filled-in',
  kind: 'breakage',
  symptom: 'Password managers do not know any more which field is which.',
  pages: ['/sign-in'],
  base: account,
  candidate: rewrite(account, '/sign-in', html => html.replaceAll(/ autocomplete="[^"]*"/g, '')),
  shows: async visit => {
    await visit.open()
    return visit.see("document.querySelector('#password').autocomplete === ''")
  },
}
