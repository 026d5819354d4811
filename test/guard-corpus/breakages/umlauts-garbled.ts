import { withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { localized } from '../sites/localized.js'

export const umlautsGarbled: Case = {
  id: 'umlauts-garbled',
  kind: 'breakage',
  symptom: 'The German page says “KÃ¶ln”: it is declared in an encoding that it is not in.',
  pages: ['/de'],
  base: localized,
  candidate: withHeaders(localized, '/de', { 'content-type': 'text/html; charset=iso-8859-1' }),
  shows: async visit => {
    await visit.open()
    return !(await visit.see<string>('document.body.innerText')).includes('Köln')
  },
}
