// @ts-check
import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  contractProblems,
  observationOf,
  pageOf,
  refusalProblems,
  requestOf,
  staticSite,
  writeSite,
} from 'tunewright/strategy/testing'
import { strategy } from './index.mjs'

const SITE = {
  'index.html':
    '<!doctype html>\n<html lang="en">\n<title>Home</title>\n<link rel="stylesheet" href="site.css">\n<p>Lamps and chairs</p>\n</html>\n',
  'site.css':
    "@font-face {\n  font-family: Text;\n  src: url(fonts/text.woff2) format('woff2');\n}\np { font-family: Text, sans-serif }\n",
  'fonts/text.woff2': 'a font, as far as this test cares',
}

/**
 * The smallest target there is: a page whose text was shown at some time (ms), and whose font was asked for at another.
 * @param {number} asked
 * @param {number} shown
 * @param {Record<string, string>} files
 * @returns {import('tunewright/strategy/testing').MakeContractCase}
 */
const site =
  (asked, shown, files = SITE) =>
  async folder => {
    await writeSite(folder, files)
    const load = {
      lcp: {
        time: shown,
        kind: /** @type {const} */ ('text'),
        selector: 'p',
        parts: { server: 100, loadDelay: 0, transfer: 0, renderDelay: shown - 100 },
      },
      requests: [requestOf({ url: '/fonts/text.woff2', kind: 'font', start: asked, end: shown - 50 })],
    }
    return staticSite(
      folder,
      observationOf([pageOf('/', [load, load])], { metrics: { 'largest-contentful-paint': shown } }),
    )
  }

it('keeps what every strategy must keep', async () => {
  assert.deepEqual(await contractProblems(strategy, site(1000, 2000)), [])
})

it('leaves alone what hardly waited, and what says itself what to do, with the reason', async () => {
  assert.deepEqual(await refusalProblems(strategy, site(1960, 2000)), [])
  const decided = { ...SITE, 'site.css': SITE['site.css'].replace('src:', 'font-display: block;\n  src:') }
  assert.deepEqual(await refusalProblems(strategy, site(1000, 2000, decided)), [])
})
