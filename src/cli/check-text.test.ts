import { stripVTControlCharacters } from 'node:util'
import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import { buildCheck } from '../report/fixtures/check.js'
import { checkText } from './check-text.js'
import { addToSummary, checkAnnotations } from './github-actions.js'

const plain = picocolors.createColors(false)
const text = (width = 80, more = {}) => checkText(buildCheck(more), plain, width)

describe('a check on the terminal', () => {
  it.each([80, 40])('fits %i columns, and colours take no room', width => {
    for (const line of text(width).split('\n')) expect([...line].length, line).toBeLessThanOrEqual(width)
    expect(stripVTControlCharacters(checkText(buildCheck(), picocolors.createColors(true), width))).toBe(text(width))
  })

  it('says what is not kept, by what it grew, and in which commit', () => {
    const said = text()
    expect(said).toContain('✖ 2 of 2 budgets are not kept')
    expect(said).toMatch(/✖ entry main weighs 412 kB \(<= 400 kB\), 341 kB in the base\n {6}lodash 4\.17\.21/)
    expect(said).toMatch(/✖ files \*\.woff2 is no limit on anything/)
    expect(said).toContain('! bundle-optimizer would be set off: JavaScript of a first visit is 412 kB')
    expect(said).toMatch(/\+71 kB {2}lodash.*\n +src\/cart\.js\n +1b636cb Add the cart/)
    expect(said).toContain('not committed: src/index.js')
    expect(said).toMatch(/412 kB {2}137 kB {2}\+71 kB {2}\+20\.9 % {2}main \(1 file\)/)
  })

  it('says why nothing was compared', () => {
    const base = { missing: 'HEAD has nothing that main lacks', inOrder: true }
    const said = text(80, { base, growth: [], budgets: [] })
    expect(said).toContain('✔ No budgets are set')
    expect(said).toContain('Nothing to compare with: HEAD has nothing that main lacks.')
  })
})

describe('a check in GitHub Actions', () => {
  it('is an error for each budget that is not kept, with its cause, and a warning for each trigger', () => {
    const [first, second, third] = checkAnnotations(buildCheck())
    expect(first).toMatch(/^::error title=Budget 1::entry main weighs .*\. lodash 4\.17\.21/)
    expect(second).toMatch(/^::error title=Budget 2::files /)
    expect(third).toMatch(/^::warning title=Build-time trigger::bundle-optimizer would be set off/)
  })

  it('cannot be made to say another command by a name in the project', () => {
    const [budget] = buildCheck().budgets
    const [line, ...others] = checkAnnotations(
      buildCheck({ budgets: [{ ...budget!, subject: 'a\n::set-output name=x::y 5 %' }], growth: [], triggers: [] }),
    )
    expect(others).toEqual([])
    expect(line).not.toContain('\n')
    expect(line).toContain('5 %25')
  })

  it('says where there is no summary to add to', async () => {
    expect(await addToSummary(buildCheck(), {})).toContain('GITHUB_STEP_SUMMARY is not set')
    expect(await addToSummary(buildCheck(), { GITHUB_STEP_SUMMARY: '/nowhere/at/all' })).toContain(
      'could not be written',
    )
  })
})
