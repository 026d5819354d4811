import { describe, expect, it } from 'vitest'
import { contextOf, encodedPicture, shown } from '../fixtures/encoded.js'
import { rewriteKept } from './kept-pictures.js'

const firstView = { inFirstView: true }
const fluid = 'img { max-width: 100%; height: auto }'
/** One picture of 1600 by 1200 pixels, of which nothing else is offered. */
const kept = (html: string, css = fluid, showings = [shown('mobile', 380), shown('desktop', 600)], script = '') => {
  const { resolve: _, ...context } = contextOf([], css, script)
  const { picture } = encodedPicture('photos/lamp.jpg')
  const keptAt = (address: string) => (address === 'photos/lamp.jpg' ? { picture, showings } : null)
  return rewriteKept(html, 'index.html', { ...context, keptAt })
}

describe('an image whose picture stays as it is', () => {
  it('has a place from the start, and waits until it is near', () => {
    expect(kept('<main><img src="photos/lamp.jpg" alt=""></main>', 'img { width: 100% }')).toEqual({
      text: '<main><img style="aspect-ratio: auto 1600 / 1200" loading="lazy" src="photos/lamp.jpg" alt=""></main>',
      details: ['index.html: photos/lamp.jpg stays as it is: style=aspect-ratio: auto 1600 / 1200, loading=lazy'],
    })
  })

  it('is loaded at once in the first view', () => {
    const showings = [shown('mobile', 380, firstView), shown('desktop', 600)]
    expect(kept("<img src='photos/lamp.jpg'/>", 'img { width: 100% }', showings).text).toBe(
      "<img style='aspect-ratio: auto 1600 / 1200' src='photos/lamp.jpg'/>",
    )
  })

  it.each([
    ['it has all of it already', '<img src="photos/lamp.jpg" width="4" height="3" loading="eager">'],
    ['others are offered', '<img src="photos/lamp.jpg" srcset="lamp-2x.jpg 2x">'],
    ['others are offered around it', '<picture><source srcset="a.avif"><img src="photos/lamp.jpg"></picture>'],
    ['a template makes it', '<img src="photos/lamp.jpg" {{attributes}}>'],
    ['a script will show another', '<img class="lazyload" src="photos/lamp.jpg">'],
    ['it is in a template', '<template><img src="photos/lamp.jpg"></template>'],
    ['it is another', '<img src="photos/other.jpg">'],
  ])('is left alone where %s', (_, html) => {
    expect(kept(html)).toEqual({ text: html, details: [] })
  })

  it('is left alone where a script writes to it', () => {
    const html = '<img id="large" src="photos/lamp.jpg">'
    const script = "document.getElementById('large').src = next"
    expect(kept(html, fluid, undefined, script).text).toBe(html)
  })
})
