import { expect, it } from 'vitest'
import type { ElementSketch } from '../../../markup/selectors.js'
import { touchedByScript } from './touched-by-script.js'

const html: ElementSketch = { tag: 'html', classes: [], id: null, open: false, parent: null }
const main: ElementSketch = { ...html, tag: 'main', parent: html }
const lamp: ElementSketch = { tag: 'img', classes: ['lamp'], id: 'first', open: false, parent: main }
const touched = (text: string) => touchedByScript([{ path: 'site.js', text }], lamp)

it.each([
  "document.querySelectorAll('img').forEach(show)",
  "$('main img').zoom()",
  'for (const one of document.images) one.decode()',
  "document.getElementsByTagName('img')[0].hidden = true",
  "if (event.target.tagName === 'IMG') open(event.target)",
  "document.querySelector('.lamp').animate()",
  'document.getElementById("first").remove()',
  'if (x instanceof HTMLImageElement) x.decode()',
])('%s', script => {
  expect(touched(script)).toContain('site.js')
})

it.each([
  "const made = document.createElement('img')",
  'list.innerHTML = \'<img src="a.jpg">\'',
  "import photo from './img/lamp.jpg'",
  "document.querySelectorAll('nav img').forEach(show)",
  "document.querySelector('.lamps').hidden = false",
])('not by %s', script => {
  expect(touched(script)).toBeNull()
})
