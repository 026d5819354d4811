import { expect, it } from 'vitest'
import { readSheet } from '../fonts/font-faces.js'
import { facePlaces } from './face-places.js'
import { familyLists } from './family-lists.js'

/** What a face would be written before, by the file. */
const placesIn = (files: Readonly<Record<string, string>>): readonly (readonly [string, string])[] => {
  const styles = Object.entries(files).map(([path, text]) => ({ path, text, start: 0, root: readSheet(text, path)! }))
  return facePlaces(familyLists(styles, 'Inter').lists, styles).map(({ style, before }) => [
    style.path,
    style.text.slice(before.source!.start!.offset).split(' {')[0]!,
  ])
}

it.each([
  [
    'the first sheet with a list',
    { 'a.css': 'p { color: red } h1 { font-family: Inter, serif }', 'b.css': 'h2 { font-family: Inter, serif }' },
    [['a.css', 'h1']],
  ],
  [
    'the sheet that styles whole pages',
    { 'a.css': 'h1 { font-family: Inter, serif }', 'b.css': 'html, body { font-family: Inter, serif }' },
    [['b.css', 'html, body']],
  ],
  [
    'outside of what is around the list',
    { 'a.css': '@layer base { @media print { h1 { font-family: Inter, serif } } }' },
    [['a.css', '@layer base']],
  ],
  ['before a theme of Tailwind', { 'a.css': '@theme { --font-sans: Inter, sans-serif; }' }, [['a.css', '@theme']]],
  [
    'where a variable of a preprocessor is used',
    {
      '_names.scss': '$text: Inter, serif;\n$text-small: Arial;',
      'a.scss': 'h2 { font-family: $text-small } h1 { .b { font-family: names.$text } }',
    },
    [['a.scss', 'h1']],
  ],
  [
    'no mixin and no placeholder',
    {
      'a.scss': '@mixin b { font-family: Inter, serif } %c { font-family: Inter, serif }',
      'b.less': '.b() { font-family: Inter, serif }',
    },
    [],
  ],
  [
    'a sheet before modules of components and pages',
    {
      'a.module.css': '.a { font-family: Inter, serif }',
      'b.html': 'h1 { font-family: Inter, serif }',
      'c.css': 'h1 { font-family: Inter, serif }',
    },
    [['c.css', 'h1']],
  ],
  [
    'each page and component, without a sheet',
    {
      'a.module.css': '.a { font-family: Inter, serif } .b { font-family: Inter, serif }',
      'b.html': 'h1 { font-family: Inter, serif }',
    },
    [
      ['a.module.css', '.a'],
      ['b.html', 'h1'],
    ],
  ],
])('a face is written in %s', (_, files, places) => {
  expect(placesIn(files as Readonly<Record<string, string>>)).toEqual(places)
})
