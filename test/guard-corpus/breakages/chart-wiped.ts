import { edit } from '../edit-site.js'
import { isBlank } from '../pictures.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const SHOW = '.hidden = other !== tab\n'

export const chartWiped: Case = {
  id: 'chart-wiped',
  kind: 'breakage',
  symptom: 'The chart’s tab opens on an empty canvas: it is resized after it was drawn.',
  pages: ['/'],
  base: dashboard,
  candidate: edit(dashboard, '/dashboard.js', SHOW, `${SHOW}        find('#bars').width = 600\n`),
  actions: [
    { do: 'wait', for: '#sales:not([hidden])' },
    { do: 'click', on: '#tab-chart' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return isBlank(await visit.shot('#bars'))
  },
}
