import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { account, SIGN_IN } from '../sites/account.js'

export const formLosesField: Case = {
  id: 'form-loses-field',
  kind: 'breakage',
  symptom: 'Saving the settings loses one’s name: the field is not sent.',
  pages: ['/sign-in', '/settings'],
  statuses: { base: { '/settings': 303 }, candidate: { '/settings': 303 } },
  base: account,
  candidate: edit(account, '/settings', 'id="name" name="name"', 'id="name"'),
  actions: [
    ...SIGN_IN,
    { do: 'click', on: 'main a[href="/settings"]' },
    { do: 'click', on: '#save' },
    { do: 'wait', for: '#saved' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.see<string>("document.querySelector('#saved').textContent")).includes('Alma')
  },
}
