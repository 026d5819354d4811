import { expect, it } from 'vitest'
import type { StartedSlider } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { labOnSite } from './fixtures/lab-on-site.js'

/** As slider libraries do it: the slides go into a track beside each other, of which one is to be seen. */
const START = `addEventListener('DOMContentLoaded', () => {
  for (const slider of document.querySelectorAll('[data-start]')) {
    const track = document.createElement('div')
    track.style.cssText = 'display: flex; width: 100%'
    for (const slide of [...slider.children]) {
      slide.style.cssText += '; flex: 0 0 ' + slider.dataset.start
      track.append(slide)
    }
    slider.style.overflow = 'hidden'
    slider.append(track)
    slider.classList.add('is-initialized')
  }
})`

const slides = (number: number): string =>
  Array.from({ length: number }, (_, i) => `<div style="height: 200px">Slide ${i}</div>`).join('')

const PAGE = `<!doctype html><html lang="en"><head><title>Sliders</title><meta name="viewport" content="width=device-width">
<script>${START}</script></head><body>
<div class="hero slider" data-start="100%">${slides(3)}</div>
<div id="two-at-once" class="slider" data-start="50%">${slides(4)}</div>
<div id="never-starts" class="slider">${slides(3)}</div>
<div class="carousel" data-start="100%">${slides(2)}</div><div class="carousel" data-start="100%">${slides(2)}</div>
</body></html>`

const site = labOnSite(async () => ({ 'index.html': PAGE }))

it('tells sliders that show their first slide alone once they have started, by a name of their own', async () => {
  const { sliders } = await site.lab.survey(site.served, { id: '/', path: '/', weight: 1 }, PROFILES.mobile)
  expect(sliders).toEqual([
    {
      selector: '.hero',
      started: 'is-initialized',
      slides: 3,
      height: 200,
      stacked: 600,
      clips: true,
      below: ['#two-at-once', '#never-starts', 'html > body > div:nth-of-type(4)', 'html > body > div:nth-of-type(5)'],
    },
  ] satisfies StartedSlider[])
})
