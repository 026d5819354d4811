import { describe, expect, it } from 'vitest'
import type { LcpDetail, PageLoad, ShownImage } from '../../../../model/observation.js'
import { shown } from '../fixtures/encoded.js'
import { observationOf } from '../fixtures/observed.js'
import { laterVideos, postersMissing } from './videos.js'

const file = (more: Partial<ShownImage> = {}) => ({
  path: 'img/first.jpg',
  hash: 'h',
  bytes: 1,
  showings: [shown('mobile', 300, { via: 'video-poster', ...more }), shown('desktop', 600, { via: 'video-poster' })],
})
const VIDEO = '<video controls preload="auto" poster="img/first.jpg" src="a.mp4"></video>'
const later = (html: string, more?: Partial<ShownImage>) =>
  laterVideos({ path: 'index.html', text: html }, { files: [file(more)] })

describe('videos below the first view', () => {
  it('are fetched when they are played', () => {
    const { text, details } = later(`<main>${VIDEO}</main>`)
    expect(text).toBe(`<main>${VIDEO.replace('auto', 'metadata')}</main>`)
    expect(details).toEqual(['index.html: the video with the poster img/first.jpg is fetched when it is played'])
    expect(later(text).text).toBe(text)
    expect(later('<video preload poster="img/first.jpg"></video>').text).toContain('preload="metadata"')
  })

  it.each([
    ['plays by itself', VIDEO.replace('controls', 'autoplay'), undefined],
    ['is seen at once', VIDEO, { inFirstView: true }],
    ['says nothing', VIDEO.replace('preload="auto" ', ''), undefined],
    ['has no poster that tells where it is', VIDEO.replace(/poster="[^"]*"/, ''), undefined],
    ['is fetched in part as it is', VIDEO.replace('auto', 'none'), undefined],
  ])('stay as they are where one %s', (_, html, more) => {
    expect(later(html, more).text).toBe(html)
  })
})

describe('a video that is the largest element', () => {
  const page = { id: 'home', path: '/', weight: 1 }
  const missing = (selector: string, images: readonly ShownImage[] = []) => {
    const observation = observationOf([{ page, profile: 'mobile', images }])
    const lcp: LcpDetail = {
      time: 2400.4,
      kind: 'image',
      selector,
      parts: { server: 1, loadDelay: 1, transfer: 1, renderDelay: 1 },
    }
    const [first] = observation.pages
    return postersMissing({ pages: [{ ...first!, loads: [{ lcp } as PageLoad] }] })
  }

  it('is found where it has no poster', () => {
    expect(missing('html > body > video.hero')).toEqual([
      {
        subject: '/',
        metric: 'largest-contentful-paint',
        value: 2400,
        message: expect.stringContaining('has no poster'),
      },
    ])
    expect(missing('body > div.video')).toEqual([])
    expect(
      missing('body > video', [shown('mobile', 1, { via: 'video-poster', selector: 'body > video' }).image]),
    ).toEqual([])
  })
})
