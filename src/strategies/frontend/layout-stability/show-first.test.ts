import { describe, expect, it } from 'vitest'
import type { StartedSlider } from '../../../model/observation.js'
import { surveyOf } from '../../fixtures/observed.js'
import { rulesOf, showFirst } from './show-first.js'

const HERO: StartedSlider = {
  selector: '.hero',
  started: 'slick-initialized',
  slides: 2,
  height: 300,
  stacked: 600,
  clips: false,
  below: ['html > body > main'],
}
const HTML = '<!doctype html><body><div class="hero wide"><p>a</p><p>b</p></div><main>c</main></body>'
const views = (...sliders: (readonly StartedSlider[])[]) => sliders.map(each => surveyOf({ page: '/', sliders: each }))
const reasons = (html: string, ...sliders: (readonly StartedSlider[])[]) =>
  showFirst(html, 'index.html', views(...sliders)).refusals.map(({ reason }) => reason)

describe('until a slider has started', () => {
  it('its first slide alone is shown', () => {
    const { shown, refusals } = showFirst(HTML, 'index.html', views([HERO], [HERO]))
    expect(shown.flatMap(rulesOf)).toEqual(['.hero:not(.slick-initialized) > :nth-child(n + 2) { display: none }'])
    expect(refusals).toEqual([])
  })

  it('its first slide is shown whole, to the last part of a pixel, where the box would cut it', () => {
    const clipping = { ...HERO, clips: true }
    expect(showFirst(HTML, 'index.html', views([clipping], [clipping])).shown.flatMap(rulesOf)).toEqual([
      '.hero:not(.slick-initialized) > :nth-child(n + 2) { display: none }',
      '.hero:not(.slick-initialized) { display: flow-root; overflow: clip; overflow-clip-margin: 1px }',
    ])
    const { shown } = showFirst(HTML, 'index.html', views([HERO], [clipping]))
    expect(shown.flatMap(rulesOf)).toHaveLength(1)
  })

  it('all are where some view shows more of them, or tells another start', () => {
    expect(reasons(HTML, [HERO], [])).toEqual(['it shows more than its first slide in some view'])
    expect(reasons(HTML, [HERO], [{ ...HERO, started: 'ready' }])).toEqual([
      'what says that it has started differs from view to view',
    ])
  })

  it('all are where the slides are not in the page’s HTML, or others have the slider’s name', () => {
    expect(reasons('<body><div class="hero"><p>a</p></div></body>', [HERO])).toEqual([
      'its slides are not those of the page’s HTML',
    ])
    expect(reasons('<body><p>a</p></body>', [HERO])).toEqual(['it is not in the page’s HTML: a script puts it in'])
    expect(reasons(`${HTML}<div class="hero">x</div>`, [HERO])).toEqual(['others have its name'])
  })
})
