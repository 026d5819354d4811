import { describe, expect, it } from 'vitest'
import type { TargetSystem } from '../../../../model/target.js'
import { imageOf, observationOf, pageOf, requestOf, surveyOf } from '../../../fixtures/observed.js'
import { laterPictures } from './hidden-pictures.js'

const page = { id: 'home', path: '/shop/', weight: 1 }
const target: TargetSystem = {
  id: 'site',
  name: 'Site',
  framework: 'frontend',
  root: '.',
  pages: [page],
  serve: { kind: 'static', folder: '.' },
  environment: {},
}
const images = [imageOf({ url: '/img/shown.jpg', selector: 'img' })]
const look = (...asked: readonly string[]) =>
  surveyOf({ page: page.id, images, requests: asked.map(url => requestOf({ url, kind: 'image' })) })
const later = (html: string, of = target, otherViews = [look('/img/shown.jpg', '/img/dialogue.jpg?v=2')]) => {
  const survey = look('/img/shown.jpg', '/img/dialogue.jpg?v=2', '/img/sometimes.jpg')
  const observation = observationOf([pageOf(page.id, [], { page, survey })], { otherViews })
  return laterPictures({ path: 'shop/index.html', text: html }, { target: of, observation })
}

describe('pictures that a page fetches and shows to nobody', () => {
  it('are fetched when they are shown', () => {
    const html =
      '<main hidden><img src="../img/dialogue.jpg?v=2" alt=""><IMG class=a src="/img/dialogue.jpg?v=2"></main>'
    expect(later(html)).toEqual({
      text: '<main hidden><img loading="lazy" src="../img/dialogue.jpg?v=2" alt=""><IMG loading="lazy" class=a src="/img/dialogue.jpg?v=2"></main>',
      details: [
        'shop/index.html: ../img/dialogue.jpg?v=2 loading=lazy: no page shows it before something is opened',
        'shop/index.html: /img/dialogue.jpg?v=2 loading=lazy: no page shows it before something is opened',
      ],
    })
  })

  it.each([
    ['they are shown somewhere', '<img src="/img/shown.jpg">'],
    ['only some devices ask for them', '<img src="/img/sometimes.jpg">'],
    ['nobody asked for them', '<img src="/img/other.jpg">'],
    ['they come from elsewhere', '<img src="https://cdn.example/img/dialogue.jpg?v=2">'],
    ['they say it themselves', '<img loading="eager" src="/img/dialogue.jpg?v=2">'],
    ['a script will show another', '<img class="lazyload" src="/img/dialogue.jpg?v=2">'],
    ['they are in a template', '<template><img src="/img/dialogue.jpg?v=2"></template>'],
  ])('stay as they are where %s', (_, html) => {
    expect(later(html)).toEqual({ text: html, details: [] })
  })

  it('stay where it is not known which pages a file makes', () => {
    const html = '<img src="/img/dialogue.jpg?v=2">'
    const built = { ...target, build: { command: 'build', output: 'dist' } } as unknown as TargetSystem
    expect(later(html, built).text).toBe(html)
    expect(later(html, { ...target, pages: [{ ...page, path: '/other/' }] }).text).toBe(html)
  })
})
