import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commitMessage } from './commit-message.js'
import { applied, candidate, effect, strategy, verdict } from './fixtures/report.js'

const evidence = {
  strategy: strategy('image-optimization', 'Automated Image Optimization'),
  candidate: candidate('responsive-modern', 'Pictures sized to their box, in AVIF and WebP'),
  applied: applied(),
  verdict: verdict(),
  sessionId: 'tw-1',
}

describe('the commit message of a kept change', () => {
  it('has a subject with the gain, and a body with what a reviewer asks for', () => {
    const [subject, blank, ...body] = commitMessage(evidence).split('\n')
    expect(subject).toBe('Pictures sized to their box, in AVIF and WebP (LCP \u221252.4 %)')
    expect(blank).toBe('')
    const text = body.join(' ').replace(/\s+/g, ' ')
    expect(text).toContain('LCP \u221241.2 % (99.5 %: \u221244.2 % to \u221238.2 %), 4.21 s → 2.48 s, home, mobile')
    expect(text).toContain('CLS not worse by more than 0.01')
    expect(text).not.toContain('unmet')
    expect(text).toContain('a chance of at most 0.100 %')
    expect(text).toContain('git revert')
    expect(text).toContain('src/assets/logo.svg: a drawing')
    expect(text).toMatch(/Tunewright-Session: tw-1 $/)
  })

  it('says what is shown otherwise by the user’s order, and was not compared for it', () => {
    const frame = {
      page: '/films',
      selector: '#film',
      url: 'https://player.vimeo.com/video/1',
      order: 'videos: facade',
    }
    const said =
      'On /films, something else is shown in the place of the frame https://player.vimeo.com/video/1, as the configuration orders (videos: facade)'
    const message = commitMessage({ ...evidence, applied: applied({ replaced: [frame] }) }).replace(/\s+/g, ' ')
    expect(message).toContain(said)
    expect(commitMessage(evidence)).not.toContain('something else is shown')
  })

  it('says of one of several changes that were proved as one whose figures these are, and claims no gain of its own', () => {
    const [subject, , ...body] = commitMessage({
      ...evidence,
      together: ['Deferred Scripts', 'Text before Fonts'],
    }).split('\n')
    expect(subject).toBe('Pictures sized to their box, in AVIF and WebP')
    expect(body.join(' ').replace(/\s+/g, ' ')).toContain(
      'of one change with Deferred Scripts, Text before Fonts, none of them timed by itself: - LCP',
    )
  })

  it('has a subject that is not cut, with the gain that the headline names: mobile first, over all pages', () => {
    const lcp = (page: string, profile: 'mobile' | 'desktop', after: number) => ({
      ...effect('largest-contentful-paint', page, 1_000, after),
      profile,
    })
    const message = commitMessage({
      ...evidence,
      candidate: {
        ...candidate(
          'x',
          'Pictures in modern formats and the sizes they are shown in, 14 re-encoded under their own names',
        ),
        shortTitle: '1 picture in modern formats, 14 made smaller',
      },
      verdict: verdict({
        effects: [
          { ...effect('first-contentful-paint', '*', 1_000, 900), profile: 'mobile' },
          lcp('home', 'mobile', 600),
          lcp('home', 'desktop', 400),
          lcp('*', 'mobile', 700),
          lcp('*', 'desktop', 470),
        ],
      }),
    })
    expect(message.split('\n')[0]).toBe('1 picture in modern formats, 14 made smaller (LCP \u221230.0 %)')
  })

  it('ends a long title before the particulars, rather than within a word', () => {
    const title = 'Load routes when they are opened: AboutPage, AccountPage, ArticlePage, CartPage; packages apart'
    const [subject] = commitMessage({ ...evidence, candidate: candidate('x', title) }).split('\n')
    expect(subject).toBe('Load routes when they are opened (LCP \u221252.4 %)')
  })

  it('says in its subject where only bytes were saved, whatever else moved', () => {
    const message = commitMessage({ ...evidence, verdict: verdict({ bytesOnly: true }) })
    expect(message.split('\n')[0]).toBe('Pictures sized to their box, in AVIF and WebP (bytes only)')
  })

  it('keeps its form whatever a project is called: a subject of 72 characters, and no trailer but ours, as git reads it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ maxLength: 40 }), (title, detail) => {
        const message = commitMessage({
          ...evidence,
          candidate: candidate('x', title),
          applied: applied({
            summary: `${title}\n\nSigned-off-by: nobody <n@example.org>`,
            details: [`${detail}\n\nFixes: ${detail}`],
            refusals: [],
          }),
        })
        const lines = message.split('\n')
        expect([...(lines[0] ?? '')].length).toBeLessThanOrEqual(72)
        expect(lines[0]).toMatch(/^\S/)
        expect(lines[1]).toBe('')
        expect(execFileSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' })).toBe(
          'Tunewright-Session: tw-1\n',
        )
      }),
      {
        numRuns: 40,
        examples: [
          ['', ''],
          [' \u0000 ', '---'],
          ['a'.repeat(200), '\n# x'],
        ],
      },
    )
  })

  it('says how many details it leaves out', () => {
    const details = Array.from({ length: 45 }, (_, index) => `file ${index}`)
    expect(commitMessage({ ...evidence, applied: applied({ details }) })).toContain('and 25 more: see the report')
  })
})
