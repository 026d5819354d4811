import picocolors from 'picocolors'
import { expect, it } from 'vitest'
import { analysis } from '../report/fixtures/report.js'
import { analysisText } from './analysis-text.js'

const colors = picocolors.createColors(false)
const told = (verbose: boolean) => analysisText(analysis(), colors, 80, null, verbose)
const tooLong = (text: string) => text.split('\n').filter(line => [...line].length > 80)

it('says what costs most of each page, with what addresses it or what to do by hand, in 80 columns', () => {
  const text = told(false)
  expect(text).toContain('high   58 % of LCP (mobile; also desktop): the picture /assets/hero.jpg')
  expect(text).toContain('→ image-optimization')
  expect(text).toContain('By hand: Give them defer')
  expect(text).toContain('  all pages\n    medium 17 % of initial JavaScript: package moment')
  expect(text).not.toContain('Taken apart')
  expect(tooLong(text)).toEqual([])
})

it('tells files, packages and who does not do it when asked for all', () => {
  const text = told(true)
  expect(text).toContain('Not by script-loading: Found nothing to change.')
  expect(text).toMatch(/head {4}496 kB {2}552 ms to 1\.78 s {2}\/main\.js/)
  expect(text).toMatch(/1\.04 MB {2}62 % {2}\/main\.js/)
  expect(text).toContain('moment: 288 kB, 288 kB of it at the start, 2 copies')
  expect(tooLong(text)).toEqual([])
})

it('is no wall: so many of a page, and how many more there are', () => {
  const full = analysis()
  const many = Array.from({ length: 9 }, (_, index) => ({ ...full.bottlenecks[0]!, subject: `/${index}.jpg` }))
  const text = analysisText({ ...full, bottlenecks: many }, colors, 80)
  expect(text.match(/ {4}high /g)).toHaveLength(3)
  expect(text).toContain('6 more: --verbose')
})
