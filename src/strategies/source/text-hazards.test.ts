import { expect, it } from 'vitest'
import { extendsPrototypes, globalsSet, readsGlobal, waitsForDocument } from './text-hazards.js'

it.each([
  "addEventListener('load', f)",
  "self.addEventListener('load', f)",
  "window.addEventListener('load', f)",
  "d.addEventListener('DOMContentLoaded', f)",
  'globalThis.onload = f',
  'onload = f',
  'document.body.onload = f',
  'document.onreadystatechange = () => document.readyState',
  'jQuery(document).ready(f)',
  '$(function () {})',
  'jQuery(() => {})',
  "$(window).on('load', f)",
  "var x = r.readyState; d.addEventListener('DOMContentLoaded', f)",
])('waits for the document to load: %s', text => expect(waitsForDocument(text)).toBe(true))

it.each([
  "image.addEventListener('load', f)",
  "request?.addEventListener('load', f)",
  'image.onload = f',
  'const html = \'<img onload="f()">\'',
  "document.readyState === 'loading' ? addEventListener('load', f) : f()",
  '$(element).hide()',
])('does not, or is prepared for what is over: %s', text => expect(waitsForDocument(text)).toBe(false))

it.each([
  'Element.prototype.matches = f',
  'e.fn.slick=f',
  'n.fn.extend({})',
  'Object.assign(HTMLElement.prototype,{flatpickr:f})',
  "Object.defineProperty(String.prototype,'x',{})",
  'Promise.prototype.finally = f',
  'Map.prototype.groupBy = f',
])('extends what other code uses: %s', text => expect(extendsPrototypes(text)).toBe(true))

it.each([
  'class Map {}\nMap.prototype.addLayer = f',
  'function Event() {}\nEvent.prototype.stop = f',
  'Slider.prototype.go = f',
])('extends a class of its own: %s', text => expect(extendsPrototypes(text)).toBe(false))

it('sets a global, except in the branch that no bundler takes, or where it is there already', () => {
  expect(globalsSet('window.L = exports; window["M"] = 1; window.location = "/x"; a = window.N === 1')).toEqual([
    'L',
    'M',
  ])
  expect(globalsSet('global.Chart = factory(); window.O = window.O || {}')).toEqual([])
})

it('reads a global that it has not made', () => {
  for (const text of ['L.map(1)', 'const x = window.L', 'L("a")', 'a = L?.map'])
    expect(readsGlobal(text, 'L')).toBe(true)
  for (const text of ["import L from 'leaflet'\nL.map(1)", 'x.L.map()', 'HTML.map()'])
    expect(readsGlobal(text, 'L')).toBe(false)
})
