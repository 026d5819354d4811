import { expect, test } from 'vitest'
import type { PageSurvey } from '../model/observation.js'
import { quietOfPage } from './quiet-of-page.js'

const survey = (quietBeforeLatePaint: number, profile: PageSurvey['profile'] = 'mobile') =>
  ({ page: 'home', profile, quietBeforeLatePaint }) as PageSurvey

test('how long a page must rest is the stop rule’s, and longer where either arm was seen to rest before it painted', () => {
  const home = { page: 'home', profile: 'mobile' } as const
  expect(quietOfPage(home, [survey(0), survey(0)])).toBe(700)
  expect(quietOfPage(home, [survey(40), survey(0)])).toBe(700)
  // Work in small pieces takes four times as long where the processor is four times as slow.
  expect(quietOfPage(home, [survey(0), survey(250)])).toBe(4 * 250 + 300)
  expect(quietOfPage({ page: 'home', profile: 'desktop' }, [survey(1_250, 'desktop')])).toBe(1_550)
  // A long rest is a timer's: no processor makes it four times as long.
  expect(quietOfPage(home, [survey(4_000)])).toBe(4_000 + 3_000 + 300)
  expect(quietOfPage(home, [survey(4_000, 'desktop')])).toBe(700)
})
