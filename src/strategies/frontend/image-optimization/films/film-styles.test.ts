import { expect, it } from 'vitest'
import type { ElementSketch } from '../../../markup/selectors.js'
import { readFilmStyles } from './film-styles.js'

const html: ElementSketch = { tag: 'html', classes: [], id: null, open: false, parent: null }
const main: ElementSketch = { ...html, tag: 'main', parent: html }
const lamp: ElementSketch = { tag: 'img', classes: ['lamp'], id: null, open: false, parent: main }
const stylesOf = (...css: string[]) => readFilmStyles(css.map((text, i) => ({ path: `${i}.css`, text })))(lamp)
const declarations = (...css: string[]) => {
  const styles = stylesOf(...css)
  return 'refused' in styles ? styles.refused : styles.declarations
}

it.each<[string, string, string[]]>([
  ['rules that name nothing but classes hold for both', '.lamp { width: 60% } main > .lamp { margin: 0 }', []],
  [
    'what only `<img>` has goes to the video',
    'img { max-width: 100%; height: auto }',
    ['max-width: 100%', 'height: auto'],
  ],
  ['what both have stays in the sheet', 'img, video { max-width: 100% }', []],
  ['a reset for all replaced elements', ':is(img, picture, video) { display: block }', []],
  ['the stronger of two comes last', 'main img { margin: 1px } img { margin: 0 }', ['margin: 0', 'margin: 1px']],
  ['a class that always wins says it as before', 'img { width: 100% } .lamp { width: 50% }', []],
  ['a reset of everything loses against it', '* { margin: 0 } img { margin: 1em }', ['margin: 1em']],
  [
    'a reset that makes videos what pictures are',
    'audio, video { display: inline-block; vertical-align: baseline }',
    [],
  ],
  ['how paper is divided is no loss', '@media print { img, tr { page-break-inside: avoid } }', []],
])('%s', (_, css, expected) => {
  expect(declarations(css)).toEqual(expected)
})

it.each<[string, string, string]>([
  ['what stands beside it', 'img + p { margin: 0 }', 'stands beside'],
  ['what holds it', 'main:has(img) { padding: 0 }', 'whether an element is'],
  ['states', 'img:hover { opacity: 0.5 }', 'now and then'],
  ['viewports', '@media (max-width: 600px) { img { width: 100% } }', 'now and then'],
  ['attributes that a video has not', '[alt] { color: red }', 'attribute'],
  ['places among those of a kind', 'img:nth-of-type(2) { float: left }', 'counts'],
  ['what is said of videos', 'video { filter: grayscale(1) }', 'would match the video'],
  [
    'another sheet’s classes, now and then',
    'img { width: 100% } @media print { .lamp { width: 50% } }',
    'says otherwise',
  ],
  ['what is mixed in', 'img { @apply w-full }', 'now and then'],
  ['a sheet that cannot be read', 'img { width: ', 'cannot be read'],
])('refused: %s', (_, css, reason) => {
  expect(declarations(css)).toContain(reason)
})

it('two sheets that say it differently are not put in an order', () => {
  expect(declarations('img { margin: 0 }', 'img { margin: 1px }')).toContain('two sheets')
})
