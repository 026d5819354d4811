import { describe, expect, it } from 'vitest'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { SourceText } from './project.js'
import { readSourceWriters } from './source-writers.js'

const script = (text: string): SourceText => ({ path: 'js/site.js', text }) as SourceText

/** `<div class="slider"><img class="slide"></div>`, with more attributes where they are given. */
const image = {
  tag: 'img',
  id: '',
  classes: ['slide'],
  open: false,
  parent: { tag: 'div', id: '', classes: ['slider'], parent: null },
} as unknown as ElementSketch

const writerOf = (text: string, attributes: Readonly<Record<string, string>> = {}): string | null =>
  readSourceWriters([script(text)]).writerOf(image, new Map(Object.entries({ class: 'slide', ...attributes })))

describe('which script may change the address of an image', () => {
  it('is one that writes to what it cannot be told from', () => {
    expect(writerOf("function show(slide) { slide.src = '/b.jpg' } document.querySelector('.slide')")).toContain(
      'js/site.js',
    )
    expect(writerOf("$('.slide').first().attr('src', '/b.jpg')")).toContain('`.slide`')
  })

  it('is none that makes what it writes to, through however many calls', () => {
    expect(writerOf("var slide = jQuery('<script>').attr({}).prop({ charset: 'x', src: u }).on('load', f)")).toBeNull()
    expect(writerOf("const slide = document.createElement('img'); slide.src = '/b.jpg'")).toBeNull()
  })

  it('is none that writes to each of other images', () => {
    const lazy = (by: string) =>
      `$('img[data-lazy]', '.slider').each(function () { var slide = $(this); slide.animate({}, 3, function () { slide.${by}.attr('src', slide.attr('data-lazy')) }) })`
    expect(writerOf(lazy("addClass('slide')"))).toBeNull()
    expect(writerOf(lazy("addClass('slide')"), { 'data-lazy': '/b.jpg' })).toContain('img[data-lazy]')
  })
})
