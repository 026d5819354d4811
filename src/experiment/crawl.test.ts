import { expect, test } from 'vitest'
import { crawl } from './crawl.js'
import { ARMS, simulatedLab } from './fixtures/simulated-lab.js'
import { type ExperimentLab, withServedArms } from './lab-port.js'

test('pages that were visited are counted apart from pictures and documents', async () => {
  const machine = await simulatedLab({ baseline: {}, candidate: {} }, { seed: 'crawl' })
  const types: Record<string, string> = { '/large.jpg': 'image/jpeg', '/terms.pdf': 'application/pdf' }
  const visit: ExperimentLab['visit'] = async (served, page, profile) => {
    const { requests, ...visited } = await machine.lab.visit(served, page, profile)
    const contentType = types[page.path] ?? 'text/html; charset=utf-8'
    return { ...visited, requests: requests.map(request => ({ ...request, contentType })) }
  }
  const crawled = await withServedArms(ARMS, machine.serve, 'baseline', served =>
    crawl({ lab: { ...machine.lab, visit }, served, links: ['/about', '/large.jpg', '/terms.pdf'], pages: [] }),
  )
  expect(crawled).toEqual({ pages: 1, files: 2, breakages: [] })
})
