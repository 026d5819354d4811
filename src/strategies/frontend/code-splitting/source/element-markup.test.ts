import { expect, it } from 'vitest'
import { startTagPattern } from './element-markup.js'

const matches = (lookup: string, html: string): boolean => new RegExp(startTagPattern(lookup)!, 'i').test(html)

it.each([
  [
    "document.querySelector('canvas[data-chart]')",
    '<p><canvas class="a" data-chart="x">',
    '<canvas data-charts><p data-chart>',
  ],
  ["document.querySelector('[data-fc]')", '<div data-fc></div>', '<div data-fc-x title="data-fc">'],
  ["document.querySelector('#map')", '<section class="x" id="map">', '<section id="map-2" class="map">'],
  ["document.getElementById('map')", '<div id=map>', '<div id="sitemap">'],
  ["document.querySelector('.slider')", '<ul class="big slider on">', '<ul class="slider-x" data-x="slider">'],
  ["document.querySelector('video')", '<video controls>', '<video-player>'],
])('the start tag that %s asks for', (lookup, has, hasNot) => {
  expect(matches(lookup, has)).toBe(true)
  expect(matches(lookup, hasNot)).toBe(false)
})

it.each([
  "document.querySelector('.a .b')",
  "document.querySelector('.a, .b')",
  "document.querySelector('a:not([href])')",
])('no pattern for %s: a page may have it in more ways than one', lookup => expect(startTagPattern(lookup)).toBeNull())
