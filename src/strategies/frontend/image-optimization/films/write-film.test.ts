import { expect, it } from 'vitest'
import { type FilmMarkup, writeFilm } from './write-film.js'

const film: FilmMarkup = {
  sources: [{ src: 'lamp.webm', type: 'video/webm; codecs=vp09.00.21.08' }],
  poster: 'lamp.webp',
  kept: ['class="lamp"'],
  width: 400,
  style: ['max-width: 100%', 'object-fit: fill'],
  alt: 'A "lamp"',
  fallback: '<img loading="lazy" src="lamp.gif">',
}

it('a video that plays as a GIF does, and is read out as the picture', () => {
  expect(writeFilm(film)).toBe(
    '<video class="lamp" width="400" style="max-width: 100%; object-fit: fill" autoplay loop muted playsinline disablepictureinpicture disableremoteplayback poster="lamp.webp" role="img" aria-label="A &quot;lamp&quot;"><source src="lamp.webm" type="video/webm; codecs=vp09.00.21.08"><img loading="lazy" src="lamp.gif"></video>',
  )
})

it('what decorates is read out to nobody; what says nothing goes on saying nothing', () => {
  expect(writeFilm({ ...film, alt: '' })).toContain('aria-hidden="true"')
  expect(writeFilm({ ...film, alt: null })).toMatch(/role="img">/)
})
