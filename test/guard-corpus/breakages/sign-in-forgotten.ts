import { withRespond } from '../edit-site.js'
import type { Case, Site } from '../site.js'
import { account, SIGN_IN } from '../sites/account.js'

const forgetful: NonNullable<Site['respond']> = (request, moment, files) => {
  const answer = account.respond?.(request, moment, files)
  if (request.method !== 'POST' || !answer) return answer
  const { 'set-cookie': _, ...headers } = answer.headers ?? {}
  return { ...answer, headers }
}

export const signInForgotten: Case = {
  id: 'sign-in-forgotten',
  kind: 'breakage',
  symptom: 'Signing in leads back to the sign-in page: the cookie is not sent along any more.',
  pages: ['/sign-in'],
  base: account,
  candidate: withRespond(account, forgetful),
  actions: SIGN_IN,
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('#plot')"))
  },
}
