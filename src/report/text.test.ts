import { describe, expect, it } from 'vitest'
import { headlineChange } from './fixtures/report.js'
import { headlineText } from './text.js'

describe('the headline table in a terminal', () => {
  it('has a block per profile, with before, after, change and interval in columns', () => {
    const text = headlineText([
      headlineChange('largest-contentful-paint', 'home', 4_210, 1_980),
      headlineChange('largest-contentful-paint', 'product', 3_890, 1_610),
      headlineChange('image-transfer-size', 'home', 3_412_000, 433_000),
      headlineChange('largest-contentful-paint', 'home', 2_140, 1_020, 'desktop'),
    ])
    expect(text).toBe(`Mobile, 4G
  Page     Metric        Before   After   Change  95 % interval
  home     LCP           4.21 s  1.98 s  −53.0 %  −55.6 % to −50.4 %
           Image bytes  3.41 MB  433 kB  −87.3 %  counted
  product  LCP           3.89 s  1.61 s  −58.6 %  −61.2 % to −56.0 %

Desktop, cable
  Page  Metric  Before   After   Change  95 % interval
  home  LCP     2.14 s  1.02 s  −52.3 %  −54.9 % to −49.7 %`)
  })

  it('does not let a page name write to the terminal', () => {
    const text = headlineText([headlineChange('largest-contentful-paint', 'a\u001b[2J\u202eb', 2, 1)])
    expect(text).not.toContain('\u001b')
    expect(text).not.toContain('\u202e')
  })
})
