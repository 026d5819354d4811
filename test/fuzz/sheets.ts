import fc from 'fast-check'

/** Style sheets as people and their tools write them: hostile, yet plausible. */

const URLS = [
  'url(photos/lamp.jpg)',
  'url("photos/lamp.jpg")',
  "url('photos/lamp.jpg')",
  'URL( photos/lamp.jpg )',
  'url(photos/lamp\\.jpg)',
  'url("photos/l\\61 mp.jpg")',
  'url("photos/lamp.jpg?a=\\"b\\"")',
  'url(photos/lamp.jpg?a=\\(b\\))',
  "url('photos/lamp.jpg?a=(b)')",
  'url("photos/lamp.jpg?a=\'b\'")',
  'url("photos/lamp\\\n.jpg")',
  'url(photos/lamp.jpg',
  'url(other.png)',
  'image-set("photos/lamp.jpg" 1x)',
  'linear-gradient(red, blue)',
  'linear-gradient(red, url(photos/lamp.jpg))',
  'var(--picture)',
  'none',
]

const VALUES = [
  '@',
  '@ center / cover',
  '@ center/contain no-repeat',
  '@ 0 0 / 100% auto, #fff',
  'linear-gradient(#000,#fff), @ center / cover',
  '@ center / cover, @ 0 0 / 10px',
  '@/**/center/**/ / /**/cover',
  '@ center / cover !important',
  '@ center / cover ! important',
  '@ center / cover!IMPORTANT',
  'red @ fixed content-box border-box 0 0 / 5px 5px',
  '@ center / cover; background-color: blue',
  '@ center / cover; background-size: auto',
  '@ center / cover /* } */',
  '@ center / cover; content: "}"',
  '@ center / var(--s)',
]

const declaration: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        'background',
        'BACKGROUND',
        'background-image',
        'background ',
        '*background',
        '--picture',
        '-webkit-mask',
      ),
      fc.constantFrom(...VALUES),
      fc.constantFrom(...URLS),
    )
    .map(([name, value, url]) => `${name}:${value.replaceAll('@', () => url)}`),
  fc.constantFrom(
    'color: red',
    'background-size: cover',
    'background-size: cover !important',
    'content: "\\"}{"',
    '--x: { a: b; }',
    '--y:;',
    'width: calc(1px + (2px * 3))',
    ';',
    '',
    '/* c */',
    'filter: progid:DXImageTransform.Microsoft.gradient(x=1)',
    'unknown: ???',
    '&:hover { background: url(photos/lamp.jpg) center / cover }',
    '@media (width > 1px) { background: url(photos/lamp.jpg) center / cover }',
  ),
)

/** What a rewriter has something to do for. */
const plain: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      'background:@ center/cover',
      'BACKGROUND : @ 0 0 / 50% auto no-repeat',
      'background:linear-gradient(#000,#fff),@ center / cover!important',
      'background-image:@;background-size:cover',
      'background-size: 10px 10px; background-image: @, linear-gradient(red, blue)',
    ),
    fc.constantFrom(...URLS.slice(0, 10)),
  )
  .map(([text, url]) => text.replaceAll('@', () => url))

const rule: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      '.a',
      '.a, .b',
      'a[href="}"]',
      '.\\31 0',
      '.a:is(.b, .c)',
      ':root',
      '.a::before',
      'p /* { */ b',
      '.a\n>\r\n.b',
      '::-moz-x',
      '.a:hover',
    ),
    fc.array(fc.oneof({ weight: 2, arbitrary: declaration }, { weight: 1, arbitrary: plain }), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.constantFrom(' {', '{', '\n{\n  ', ' { /* } */ '),
    fc.constantFrom(';', ' ; ', ';\n  '),
    fc.oneof(
      { weight: 24, arbitrary: fc.constantFrom('}', ';}', '\n}\n', ' /* x */ }') },
      { weight: 1, arbitrary: fc.constant('') },
    ),
  )
  .map(([selector, body, open, between, close]) => selector + open + body.join(between) + close)

export const sheets: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: rule },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              '@media (min-width: 10px)',
              '@supports (display: grid)',
              '@layer base',
              '@container (width > 1px)',
              '@MEDIA print',
              '@unknown thing',
              '@keyframes k',
              '@scope (.a)',
              '@starting-style',
            ),
            fc.array(rule, { minLength: 1, maxLength: 2 }),
          )
          .map(([at, inner]) => `${at} {${inner.join('\n')}}`),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '@import "x.css";',
          '@import url(x.css) screen;',
          '@charset "utf-8";',
          '@font-face { font-family: x; src: url(x.woff2) }',
          '@layer a, b;',
          '@namespace svg url(http://www.w3.org/2000/svg);',
          '/* comment { */',
          '/*! license */',
          '\uFEFF',
          '\r\n',
          '@page { margin: 1cm }',
          '.empty {}',
          '@media (width > 1px) { }',
          '@import "y.css" layer(x) supports(display: grid) screen;',
          '@property --p { syntax: "<color>"; inherits: false; initial-value: red }',
        ),
      },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .chain(parts =>
    // Now and then something that does not belong there; most parsers give up on some of these.
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(parts) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(
            '}',
            ';',
            '\0',
            '<!-- ',
            ' -->',
            '.a { color: rgb(0 0 0 / 50% }',
            '.a { !bad; a{b:c} }',
            '.a { b: url(x',
          )
          .map(stray => [...parts, stray]),
      },
    ),
  )
  .map(parts => parts.join('\n'))
