import { expect, it } from 'vitest'
import { report } from '../../report/fixtures/report.js'
import { assembleReport } from './report.js'

it('asks for a build to be committed after merging, only where its output is under version control', async () => {
  const { session, opportunityAnalysis } = await report()
  const titles = () => assembleReport(session, opportunityAnalysis).recommendations.map(({ title }) => title)
  const before = titles()
  expect(before[0]).toBe('Review and merge tunewright/tw-20260302-1001')
  session.config.targets = session.config.targets.map(target => ({
    ...target,
    build: { command: 'npm run build', output: 'dist' },
  }))
  session.delivery = { storefront: { ...session.delivery.storefront!, trackedOutput: 'dist' } }
  expect(titles()).toEqual([before[0], 'Build and commit dist after merging', ...before.slice(1)])
})
