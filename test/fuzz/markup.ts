import fc from 'fast-check'

/** Markup as people and their tools write it, and as parsers come to meet it: hostile, yet plausible. */

const SRC = 'photos/lamp.jpg'

const IMAGES = [
  `<img src="${SRC}">`,
  `<IMG SRC=${SRC}>`,
  `<img/src='${SRC}'/alt="a>b"/>`,
  `<img src = "${SRC}" alt='it"s'>`,
  `<img alt=x src=${SRC}/>`,
  `<img\fsrc="${SRC}"\r\n\talt="">`,
  `<img src="${SRC}" src="x.png">`,
  `<img src="x.png" src="${SRC}">`,
  `<img src="${SRC}" alt=a alt=b width=100 height=50>`,
  `<img src="${SRC}" style="width: 10px; height: auto">`,
  `<img loading=lazy src="${SRC}">`,
  `<img src="${SRC}" loading="LAZY">`,
  `<img src="${SRC}" loading>`,
  `<img src="${SRC}" loading=lazy/>`,
  `<img src=${SRC} loading=lazy>`,
  `<img alt="&lt;&quot;&#x27;&copy" src="${SRC}">`,
  '<img src="photos&#x2F;lamp.jpg">',
  '<img src="photos&sol;lamp.jpg">',
  `<img src="${SRC}?a=1&amp;b=2">`,
  `<img src="${SRC}?a=1&copy=2&lt=3">`,
  `<img src='${SRC}?q="x"'>`,
  `<img src="${SRC}?q='x'">`,
  `<img src=${SRC}?q='x'>`,
  `<img src="${SRC}#part">`,
  `<img src="\n ${SRC} \n">`,
  `<img src="./photos/../photos/lamp.jpg">`,
  `<img src="/${SRC}">`,
  `<img src="${SRC},x">`,
  `<img src="photos%2Flamp.jpg">`,
  '<img src="photos/my, lamp.jpg">',
  '<img src="photos/my%2C%20lamp.jpg">',
  `<image src="${SRC}">`,
  `<IMAGE src="${SRC}" alt="x"/>`,
  `<img src="${SRC}" srcset="${SRC} 2x">`,
  `<img src="${SRC}" srcset>`,
  `<img src="${SRC}" sizes="10px">`,
  `<img src="${SRC}" crossorigin ismap usemap="#m">`,
  `<img src="${SRC}" onerror="this.src='x'" data-x="<img src='${SRC}'>">`,
  `<img src="${SRC}" {{attrs}}>`,
  `<img src="<?= $x ?>" alt="${SRC}">`,
  `<img src="${SRC}" {% if a %}alt="x"{% endif %}>`,
  `<img src="${SRC}\0">`,
  `<img src="${SRC}" a\0b=1 \0>`,
  `<img src="${SRC}" "=x ' <b>`,
  `<img src="${SRC}"alt="close"class=a>`,
  `<img =src="${SRC}" src="${SRC}">`,
  `<img src="${SRC}" alt="unclosed>`,
  `<img src="${SRC}"`,
  `</img><img src="${SRC}"></img>`,
  `<img class="a b" id=i src="${SRC}">`,
  `<img src="${SRC}" fetchpriority="low" decoding=async>`,
  `<picture><source srcset="x.webp"><img src="${SRC}"></picture>`,
  `<picture><img src="${SRC}">`,
  `<a href="x"><img src="${SRC}"></a>`,
  `<img src="${SRC}"><img src="${SRC}">`,
  `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`,
  `<img>`,
]

const AROUND: readonly (readonly [string, string])[] = [
  ['<p>', '</p>'],
  ['<p>', ''],
  ['<div class="card">', '</div>'],
  ['<b><p>', '</b></p>'],
  ['<a href=x><div>', '</a></div>'],
  ['<table>', '</table>'],
  ['<table><tr>', '</table>'],
  ['<table><tr><td>', ''],
  ['<table><caption>', '</table>'],
  ['<table><colgroup>', '</table>'],
  ['<select>', '</select>'],
  ['<select><option>', '</select>'],
  ['<button>', '</button>'],
  ['<ul><li>', '<li></ul>'],
  ['<dl><dt>', '<dd></dl>'],
  ['<h1>', '</h2>'],
  ['<svg>', '</svg>'],
  ['<svg><foreignObject>', '</foreignObject></svg>'],
  ['<svg><title>', '</title></svg>'],
  ['<svg><desc><p>', '</desc></svg>'],
  ['<svg><style>', '</style></svg>'],
  ['<svg><![CDATA[', ']]></svg>'],
  ['<math><mi>', '</mi></math>'],
  ['<math><annotation-xml encoding="text/html">', '</annotation-xml></math>'],
  ['<template>', '</template>'],
  ['<template><tr><td>', '</template>'],
  ['<noscript>', '</noscript>'],
  ['<textarea>', '</textarea>'],
  ['<title>', '</title>'],
  ['<xmp>', '</xmp>'],
  ['<iframe>', '</iframe>'],
  ['<noembed>', '</noembed>'],
  ['<object data=x>', '</object>'],
  ['<video>', '</video>'],
  ['<details><summary>', '</details>'],
  ['<my-card>', '</my-card>'],
  ['<ruby><rt>', '</ruby>'],
  ['<form><label>', '</form>'],
  ['<!-- ', ' -->'],
  ['<!-->', '-->'],
  ['<!--->', '-->'],
  ['<!-- --!>', ' -->'],
  ['<!--[if IE]>', '<![endif]-->'],
  ['<![if !IE]>', '<![endif]>'],
  ['<![CDATA[', ']]>'],
  ['<?php echo "', '" ?>'],
  ['<!doctype x "', '">'],
  ['<script>const a = `', '`</script>'],
  ['<script>const a = "<\\/script>"; const b = \'', "'</script>"],
  ['<script><!-- <script> ', ' </script> --></script>'],
  ['<script type="text/template">', '</script>'],
  ['<style>/* ', ' */</style>'],
  ['<p title="', '">'],
  ["<p title='", "'>"],
  ['<center><font>', '</center></font>'],
  ['<nobr>', '<nobr>'],
  ['<marquee>', '</marquee>'],
  ['<span><img src="photos/lamp.jpg">', '</span>'],
]

const NOISE = [
  '',
  ' ',
  '\n  ',
  '\r\n',
  '\t',
  'text',
  'a < b && c > d',
  '&amp;&nbsp;&notin;&notit;&#0;&#x110000;',
  'é😀\u2028',
  '\0',
  '<br/>',
  '<br></br>',
  '</p>',
  '</div>',
  '</picture>',
  '</body>',
  '</html>',
  '</>',
  '<>',
  '< p>',
  '<p/>',
  '<hr>',
  '<base href="/sub/">',
  '<link rel=stylesheet href=a.css>',
  '<meta charset=utf-8>',
  '<script src="a.js"></script>',
  '<div style="color: red">x</div>',
  '<body class=late>',
  '<html lang=de>',
  '<head>',
  '<source srcset=x>',
  '<input type=hidden>',
  '<p style="background: url(photos/lamp.jpg) center / cover">',
  `<p style='background-image:url("photos/lamp.jpg");background-size:10px'>x</p>`,
  '<p style="background:url(&quot;photos/lamp.jpg&quot;) 0 0/cover">x</p>',
  '<p style=background:url(photos/lamp.jpg)>x</p>',
  '<p style="background: url(photos/lamp.jpg) center / cover; ;; /* c */">x</p>',
  '<p style="background: url(photos/lamp.jpg) center / cover /* unclosed">x</p>',
  '<p style="background: url(photos/lamp.jpg) center / cover }">x</p>',
  '<p style="background: url(photos/lamp.jpg) center / cover; content: \'a;b">x</p>',
  `<p style="background: url('photos/lamp.jpg') center / cover !important; color: red">x</p>`,
]

const HEADS = [
  '',
  '<!doctype html>',
  '\uFEFF<!DOCTYPE html>\r\n',
  '<!doctype html><html lang="en"><head><title>A</title></head><body>',
  '<!DOCTYPE html>\n<html>\n<head>\n  <meta charset="utf-8">\n  <script src=a.js></script>\n</head>\n<body>\n',
  '<!doctype html><head><style>p{color:red}</style>',
  '<html><head/><body>',
  '<!doctype html><title>No head</title>',
  '<?xml version="1.0"?><!doctype html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>',
  '<!-- <head> --><!doctype html><html><head><!-- <script> --><link rel="icon" href=i></head>',
  '<!doctype html><html><head><noscript><link rel=stylesheet href=n.css></noscript></head><body>',
  '<!doctype html><html><head><template><script></script></template></head><body>',
  '<!doctype html>\r\n<html>\r\n<head>\r\n\t<title></title>\r\n</head>\r\n<body>\r\n',
  '<!doctype html><html><head><title>a</title><p>early<style></style></head>',
  '<!doctype html><HTML><HEAD PROFILE="x>y"><TITLE>a</TITLE></HEAD><BODY>',
  '<!doctype html><html><head data-a="&quot;"><base href="/b/"><link rel="preload" as=font href=f></head><body>',
  '<!doctype html><html><head><script>document.write("<head>")</script></head><body>',
  '<!doctype html><frameset><frame></frameset>',
  '<html><body><p></p><head><title>late</title></head>',
]

const styleSheet: fc.Arbitrary<string> = fc
  .constantFrom('</style>', '</STYLE\n>', '')
  .chain(end =>
    fc
      .array(fc.nat(), { minLength: 1, maxLength: 3 })
      .map(() => `<style>.a{background:url(photos/lamp.jpg) center/cover}${end}`),
  )

const piece: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...IMAGES) },
  { weight: 3, arbitrary: fc.constantFrom(...NOISE) },
  { weight: 1, arbitrary: fc.constantFrom(IMAGES[0]!, IMAGES[3]!) },
  { weight: 1, arbitrary: styleSheet },
)

const nested: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: piece },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...AROUND), fc.array(piece, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([[open, close], inner, closed]) => open + inner.join('') + (closed ? close : '')),
  },
)

export const documents: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...HEADS), fc.array(nested, { minLength: 1, maxLength: 6 }))
  .map(([head, body]) => head + body.join(''))

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
