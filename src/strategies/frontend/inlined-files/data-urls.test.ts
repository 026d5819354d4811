import { expect, it } from 'vitest'
import { inlinedFiles, placeOfName, withNames } from './data-urls.js'

const base64 = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64')

it.each([
  ['a font', `src:url(data:font/woff2;base64,${base64(300)})`, 'font', 'woff2', 300],
  [
    'a font of an older type',
    `url("data:application/font-woff;charset=utf-8;base64,${base64(301)}")`,
    'font',
    'woff',
    301,
  ],
  ['a font for Internet Explorer', `url(data:application/vnd.ms-fontobject;base64,${base64(90)})`, 'font', 'eot', 90],
  ['a picture in a script', `const a = "data:image/jpeg;base64,${base64(500)}", b = 1`, 'picture', 'jpg', 500],
  ['a film', `x('data:video/mp4;base64,${base64(20)}')`, 'media', 'mp4', 20],
  ['escaped base64', `url(data:image/png;base64,${base64(31).replaceAll('=', '%3D')})`, 'picture', 'png', 31],
  ['a picture in a string in a string', `a("url(\\"data:image/png;base64,${base64(32)}\\")")`, 'picture', 'png', 32],
  ['a drawing', `url("data:image/svg+xml,%3csvg xmlns='http://x.y/(z)'%3e") no-repeat`, 'picture', 'svg', 28],
  ['a drawing without quotes', 'url(data:image/svg+xml;utf8,<svg></svg>)}', 'picture', 'svg', 11],
  ['a drawing in a string in a string', `a("url(\\"data:image/svg+xml,<a b='c'>\\")")`, 'picture', 'svg', 9],
])('%s is found, with its bytes', (_, text, kind, ending, bytes) => {
  const found = inlinedFiles(text)
  expect(found).toMatchObject([{ kind, bytes }])
  expect(found[0]!.endings[0]).toBe(ending)
  const left = withNames(text, found)
  expect(left).toContain(`inlined-0.${ending}`)
  expect(left).not.toContain('data:')
  expect(left.slice(left.indexOf(`.${ending}`) + 1 + ending.length)).toBe(text.slice(found[0]!.end))
  expect(text.slice(found[0]!.end)).toMatch(/^(?:\\?["')]|\))/)
})

it.each([
  `//# sourceMappingURL=data:application/json;base64,${base64(100)}`,
  `import("data:text/javascript,export default 1")`,
  'const metadata:string = ""',
  'data:image is what it begins with',
])('no file: %s', text => expect(inlinedFiles(text)).toEqual([]))

it('several are told apart by their names', () => {
  const text = `a{background:url(data:image/png;base64,${base64(3)})}b{background:url(data:image/gif;base64,${base64(6)})}`
  const left = withNames(text, inlinedFiles(text))
  expect(left).toBe('a{background:url(inlined-0.png)}b{background:url(inlined-1.gif)}')
  expect(['inlined-1.gif', 'inlined-12.woff2', 'lamp.png', 'https://a.b/inlined-1.png'].map(placeOfName)).toEqual([
    1,
    12,
    null,
    null,
  ])
})
