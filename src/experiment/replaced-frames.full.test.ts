import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReplacedFrame } from '../model/actuator.js'
import { PROFILES } from '../model/profile.js'
import { countArms } from './count-arms.js'
import { changed, realLab, replaced, type Site, target } from './fixtures/real-site.js'
import { compareSurveys } from './guard.js'

const PLAYER =
  '<!doctype html><title>P</title><body style="background:#135"><p>A film of two minutes</p><button>Play</button><button>Mute</button>'
const FACADE = `srcdoc="<a href='player.html' aria-label='Play: Film' style='position:fixed;inset:0;background:#111'>▶</a>"`
const SITE: Site = {
  'index.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Films</title><meta name="viewport" content="width=device-width">
<style>body{margin:16px;font:16px/1.5 sans-serif}iframe{display:block;border:0;width:300px;height:200px}a{display:inline-block;min-height:40px}</style></head>
<body><h1>Films of our shop</h1><p><a href="about.html">About us</a></p><iframe id="film" title="Film" src="player.html"></iframe>
<p>Made in a small workshop by the sea.</p><iframe id="map" title="Map" src="map.html"></iframe><p><a href="more.html">More films</a></p></body></html>`,
  'player.html': PLAYER,
  'map.html': '<!doctype html><title>M</title><body style="background:#7a9"><p>A map</p><a href="#x">North</a>',
  'about.html': '<!doctype html><html lang="en"><title>About</title><h1>About us</h1>',
  'more.html': '<!doctype html><html lang="en"><title>More</title><h1>More films</h1>',
}
const ORDERED: ReplacedFrame = { page: 'home', selector: '#film', url: '/player.html', order: 'videos: facade' }
const facade = (site: Site = SITE): Site => replaced(site, 'index.html', 'id="film"', `id="film" ${FACADE}`)
const index = (from: string, to: string): Site => replaced(facade(), 'index.html', from, to)

let machine: Awaited<ReturnType<typeof realLab>>
beforeAll(async () => {
  machine = await realLab()
})
afterAll(() => machine.close())

const counted = async (name: string, site: Site, ordered: readonly ReplacedFrame[]) =>
  (
    await countArms({
      target,
      profiles: ['mobile'],
      arms: { baseline: await machine.build('baseline', SITE), candidate: await machine.build(name, site) },
      lab: machine.lab,
      serve: machine.serve,
      criteria: [],
      rollbackTriggers: [],
      constraints: [],
      replaced: ordered,
      alpha: 0.002,
      maxBlocks: 4,
      deadline: Number.MAX_SAFE_INTEGER,
      seed: 'frames',
    })
  ).breakages

test('in every way of looking, a player may give way to a button where that was ordered, and nowhere else', async () => {
  expect(await counted('ordered', facade(), [ORDERED])).toEqual([])
  const unasked = (await counted('unasked', facade(), [])).map(({ check }) => check)
  expect(unasked).toContain('pixels')
  expect(unasked).toContain('other-media')
}, 300_000)

test('a frame that Tab does not lead to any more is found all the same', async () => {
  const skipped = replaced(facade(), 'index.html', 'id="film"', 'tabindex="-1" id="film"')
  const found = await counted('unreached', skipped, [ORDERED])
  expect(found.map(({ check, message }) => `${check}: ${message}`).join('\n')).toMatch(/by-keyboard: .*Film/)
}, 300_000)

test.each<[string, Site, RegExp]>([
  ['text is gone', index('Made in a small workshop by the sea.', ''), /text: missing “Made in/],
  ['the other frame shows something else', changed(facade(), { 'map.html': PLAYER }), /pixels: pixels differ/],
  ['it has another size', index('id="film"', 'style="height:240px" id="film"'), /use: the frame #film is 300 × 240 px/],
  [
    'it is not there',
    replaced(SITE, 'index.html', /<iframe id="film".*?<\/iframe>/, '<div style="height:200px"></div>'),
    /use: the frame #film is not shown/,
  ],
  [
    'something else is there',
    index('player.html"></iframe>', 'other.html"></iframe>'),
    /use: the frame #film is not shown/,
  ],
  ['a link is smaller', index('min-height:40px', 'min-height:0;line-height:1'), /use: “About us” is/],
  ['a script fails', index('</body>', '<script>missing()</script></body>'), /console: .*missing/],
])(
  'is broken beside it all the same: %s',
  async (name, site, expected) => {
    const looks = async (arm: string, files: Site) => {
      const served = await machine.serve(await machine.build(arm, files))
      const look = () => machine.lab.survey(served, target.pages[0]!, PROFILES.mobile)
      try {
        return [await look(), await look()]
      } finally {
        await served.stop()
      }
    }
    const { breakages } = await compareSurveys(
      { baseline: await looks(`before ${name}`, SITE), candidate: await looks(`after ${name}`, site) },
      [ORDERED],
    )
    expect(breakages.map(({ check, message }) => `${check}: ${message}`).join('\n')).toMatch(expected)
  },
  120_000,
)
