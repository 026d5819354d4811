import { expect, test } from 'vitest'
import { imageOf, loadOf, pageOf, requestOf, surveyOf } from '../fixtures/observed.js'
import { isLargestByScript } from './largest-by-script.js'

const HERO = '/hero.jpg'
const parts = { server: 0, loadDelay: 0, transfer: 0, renderDelay: 0 }

/** A page whose largest picture was painted at one place, and is found at another in the end. */
const view = (painted: string, found: readonly string[], by: 'parser' | 'script' = 'parser') =>
  pageOf('/', [loadOf({ lcp: { time: 900, kind: 'image', url: HERO, selector: painted, parts } })], {
    survey: surveyOf({
      images: found.map(selector => imageOf({ url: HERO, selector })),
      requests: [requestOf({ url: HERO, kind: 'image', initiator: { by } })],
    }),
  })

test.each([
  ['a picture that stays where it was', view('main > img', ['main > img']), false],
  ['one of several that show it', view('main > img', ['main > img', 'footer > img']), false],
  ['a picture that a slider has put into its track', view('.slider > img', ['#slide00 > img', '#slide04 > img']), true],
  ['a picture that a script asks for', view('main > img', ['main > img'], 'script'), true],
  ['a picture that is not there any more', view('main > img', []), false],
])('%s', (_, page, isShownByScript) => {
  expect(isLargestByScript(page)).toBe(isShownByScript)
})
