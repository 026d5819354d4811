import { describe, expect, it } from 'vitest'
import { compileScript, compileTemplate, parse } from 'vue/compiler-sfc'
import { contextOf, dataOf, encodedPicture, shown } from '../fixtures/encoded.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'
import type { VueContext } from './context.js'
import { rewriteVue } from './rewrite-vue.js'

const hero = encodedPicture('src/assets/hero.jpg')
const lamp = encodedPicture('public/photos/lamp.jpg')
const FILE = 'src/components/Card.vue'
const SIZES = 'sizes="(max-width: 767px) 93vw, 600px"'
const DATA_SIZES = 'sizes="(max-width: 767px) 44vw, 260px"'
const BY_NAME = `<source hidden type="image/avif" :srcset="\`\${hero400Avif} 400w, \${hero800Avif} 800w\`" ${SIZES} /><source hidden type="image/webp" :srcset="\`\${hero400Webp} 400w, \${hero800Webp} 800w\`" ${SIZES} />`

const context = (more: Partial<VueContext> = {}, css = '', script = ''): VueContext => ({
  ...contextOf([hero, lamp], css, script),
  showingsOf: (picture: EncodedPicture) => picture.showings,
  data: dataOf([lamp], [shown('mobile', 180), shown('mobile', 180), shown('desktop', 260)]),
  helper: { specifier: '../picture-sources' },
  refusedInTemplates: null,
  refusedInScripts: null,
  around: { routerLinks: true, showsAsGiven: name => name === 'CardFrame' },
  ...more,
})

/** Vue's own compiler has to take what is written. */
const compiles = (source: string): void => {
  const { descriptor, errors } = parse(source, { filename: FILE, ignoreEmpty: false })
  expect(errors).toEqual([])
  const isSetup = descriptor.scriptSetup !== null
  if (isSetup) compileScript(descriptor, { id: 'x', inlineTemplate: true })
  const { errors: inTemplate } = compileTemplate({ source: descriptor.template!.content, filename: FILE, id: 'x' })
  expect(inTemplate).toEqual([])
}

const rewrite = (source: string, more: Partial<VueContext> = {}, css = '', script = '') => {
  const made = rewriteVue({ path: FILE, text: source }, context(more, css, script))
  compiles(made.text)
  return made
}
const inTemplate = (markup: string, more: Partial<VueContext> = {}, css = '') =>
  rewrite(`<template>\n${markup}\n</template>\n`, more, css)
const SETUP = `<script setup>\nimport hero from '../assets/hero.jpg'\n</script>\n`

describe('pictures that a template names', () => {
  it('are offered around the image, and all else stays as it is', () => {
    const source = `<template>\n  <main   class="a">\n    <img class="b" src="../assets/hero.jpg" alt="A {{ x" @click="a > b">\n    {{ a<b }}<Card/>\n  </main>\n</template>\n\n<style scoped>\n.b { color: red }\n</style>\n`
    const { text, details, importsPictures } = rewrite(source)
    expect(details).toEqual([`${FILE}: src="../assets/hero.jpg" as avif 400/800, webp 400/800; loading=lazy`])
    expect(text).toBe(
      source
        .replace(
          '<img ',
          `<picture style="display: contents"><source hidden type="image/avif" srcset="../assets/hero-400.avif 400w, ../assets/hero-800.avif 800w" ${SIZES}><source hidden type="image/webp" srcset="../assets/hero-400.webp 400w, ../assets/hero-800.webp 800w" ${SIZES}><img width="1600" style="aspect-ratio: auto 1600 / 1200" loading="lazy" `,
        )
        .replace('a > b">', 'a > b"></picture>'),
    )
    expect(importsPictures).toBe(true)
    expect(rewrite(text).text).toBe(text)
  })

  it.each(['@/assets/hero.jpg', '~@/assets/hero.jpg', '/photos/lamp.jpg'])(
    'keep the form of their address: %s',
    address => {
      const { text } = inTemplate(`<p><img src="${address}" /></p>`)
      expect(text).toContain(`srcset="${address.replace('.jpg', '-400.avif')} 400w, `)
      expect(text).toContain(`${SIZES} /><img `)
      expect(text).toContain(`src="${address}" /></picture></p>`)
    },
  )

  it('are bound as text or by `require` where they are so named', () => {
    expect(inTemplate(`<p><img :src="'/photos/lamp.jpg'"></p>`).text).toContain(
      `<source hidden type="image/avif" :srcset="'/photos/lamp-400.avif 400w, /photos/lamp-800.avif 800w'" ${SIZES}>`,
    )
    expect(inTemplate(`<p><img :src="require('@/assets/hero.jpg')"></p>`).text).toContain(
      `:srcset="\`\${require('@/assets/hero-400.avif')} 400w, \${require('@/assets/hero-800.avif')} 800w\`"`,
    )
  })

  it('are asked of an image CDN by an address that the compiler does not import', () => {
    const delivered: EncodedPicture = {
      ...lamp,
      modern: lamp.modern.slice(0, 1).map(source => ({
        type: null,
        files: source.files.map(file => ({
          ...file,
          address: `/cdn/width=${file.encoding.width},a&b/photos/lamp.jpg`,
        })),
      })),
    }
    const { text } = rewriteVue(
      { path: FILE, text: '<template><p><img src="/photos/lamp.jpg"></p></template>' },
      { ...context(), resolve: () => delivered },
    )
    expect(text).toContain(
      `<source hidden :srcset="'/cdn/width=400,a&amp;b/photos/lamp.jpg 400w, /cdn/width=800,a&amp;b/photos/lamp.jpg 800w'" `,
    )
  })

  it.each([
    ['photos/lamp.jpg', /depends on the page/],
    ['../assets/hero.jpg?inline', /characters/],
  ])('stay alone where nobody knows what the compiler makes of them: %s', (address, reason) => {
    const markup = `<template>\n<p><img src="${address}"></p>\n</template>\n`
    const { text, refusals } = rewrite(markup, { resolve: () => hero })
    expect(text).toBe(markup)
    expect(refusals[0]?.reason).toMatch(reason)
  })

  it('stay alone where the build cannot import them, but for those that are served as they lie', () => {
    const more = { refusedInTemplates: 'no rule' }
    expect(inTemplate('<p><img src="../assets/hero.jpg"></p>', more).refusals[0]?.reason).toBe('no rule')
    expect(inTemplate('<p><img src="/photos/lamp.jpg"></p>', more).text).toContain('<picture')
  })
})

describe('imported pictures', () => {
  it('have their encodings imported in `<script setup>`', () => {
    const { text, importsPictures } = rewrite(
      `<script setup>\nimport hero from '../assets/hero.jpg';\nimport x   from "x";\n\nconst y = 1;\n</script>\n\n<template>\n  <p><img :src="hero" alt="" /></p>\n</template>\n`,
    )
    expect(text).toBe(
      `<script setup>\nimport hero from '../assets/hero.jpg';\nimport x   from "x";\nimport hero400Avif from '../assets/hero-400.avif';\nimport hero800Avif from '../assets/hero-800.avif';\nimport hero400Webp from '../assets/hero-400.webp';\nimport hero800Webp from '../assets/hero-800.webp';\n\nconst y = 1;\n</script>\n\n<template>\n  <p><picture style="display: contents">${BY_NAME}<img width="1600" style="aspect-ratio: auto 1600 / 1200" loading="lazy" :src="hero" alt="" /></picture></p>\n</template>\n`,
    )
    expect(importsPictures).toBe(true)
    expect(rewrite(text).text).toBe(text)
  })

  it('are given to the template by `data()` and `setup()` beside the picture itself', () => {
    const options = (given: string) =>
      `<script>\nimport hero from '../assets/hero.jpg'\n\nexport default {\n  ${given},\n}\n</script>\n<template><p><img :src="big"></p></template>`
    const { text } = rewrite(options('data() {\n    return { big: hero, n: 1 }\n  }'))
    expect(text).toContain('return { big: hero, hero400Avif, hero800Avif, hero400Webp, hero800Webp, n: 1 }')
    expect(text).toContain("import hero from '../assets/hero.jpg'\nimport hero400Avif from")
    expect(rewrite(options('data: () => ({ big: hero })')).text).toContain('big: hero, hero400Avif')
    expect(rewrite(options('setup() { return { big: hero } }')).text).toContain('big: hero, hero400Avif')
    expect(rewrite(options('data: () => ({ big: hero }), methods: { f() { this.big = 1 } }')).text).not.toContain(
      'Avif',
    )
  })

  it('are others where a loop or a slot has the name', () => {
    const { text } = rewrite(`${SETUP}<template><p v-for="hero in heroes"><img :src="hero"></p></template>`)
    expect(text).toContain('pictureSources(hero)')
    expect(text).not.toContain('hero400Avif')
  })

  it('stay alone where TypeScript would not know the import', () => {
    const { text, refusals } = rewrite(`${SETUP}<template><p><img :src="hero"></p></template>`, {
      refusedInScripts: 'no declaration',
    })
    expect(text).not.toContain('<picture')
    expect(refusals[0]?.reason).toBe('no declaration')
  })
})

describe('pictures that data names', () => {
  it('are asked of the helper, and nothing of one is written for all', () => {
    const { text, usesHelper } = rewrite(
      `<script setup>\ndefineProps({ article: Object })\n</script>\n\n<template>\n  <a><img :src="\`/photos/\${article.photo}\`" :alt="article.title" /></a>\n</template>\n`,
    )
    expect(text).toBe(
      `<script setup>\nimport { pictureRatio, pictureSources } from '../picture-sources'\ndefineProps({ article: Object })\n</script>\n\n<template>\n  <a><picture style="display: contents"><source v-for="source in pictureSources(\`/photos/\${article.photo}\`)" hidden :key="source.type" v-bind="source" ${DATA_SIZES} /><img :style="{ aspectRatio: pictureRatio(\`/photos/\${article.photo}\`) }" loading="lazy" :src="\`/photos/\${article.photo}\`" :alt="article.title" /></picture></a>\n</template>\n`,
    )
    expect(usesHelper).toBe(true)
    expect(rewrite(text).text).toBe(text)
  })

  it('are found by methods that are added to a component of options', () => {
    const made = (options: string) =>
      rewrite(`<script>\nexport default ${options}\n</script>\n<template><a><img :src='item["photo"]'></a></template>`)
    expect(made("{\n  name: 'Card',\n  props: ['item'],\n}").text).toContain(
      "<script>\nimport { pictureRatio, pictureSources } from '../picture-sources'\nexport default {\n  methods: { pictureRatio, pictureSources },\n  name: 'Card',",
    )
    expect(made('defineComponent({\n  methods: {\n    f() {},\n  },\n})').text).toContain(
      'methods: {\n    pictureRatio,\n    pictureSources,\n    f() {},',
    )
    expect(made("{ props: ['item'] }").text).toContain(`v-for='source in pictureSources(item["photo"])'`)
    expect(made('{ methods: more }').refusals[0]?.reason).toMatch(/methods come from elsewhere/)
    expect(made('{ ...base }').refusals[0]?.reason).toMatch(/options come from elsewhere/)
    expect(made('class extends Base {}').refusals[0]?.reason).toMatch(/no object of options/)
  })

  it.each([
    ['photoOf(item)', {}, /evaluated twice/],
    ['item.photo | absolute', {}, /evaluated twice/],
    ['item.photo', { helper: { refused: 'there is a server' } }, /there is a server/],
    ['item.photo', { data: dataOf([lamp], []) }, /shown by an element like it/],
  ] as const)('stay alone: %s', (expression, more, reason) => {
    const { text, refusals } = rewrite(
      `<script setup>\ndefineProps(['item'])\n</script>\n<template><a><img :src="${expression}"></a></template>`,
      more,
    )
    expect(text).not.toContain('<picture')
    expect(refusals[0]?.reason).toMatch(reason)
  })

  it('stay alone where there is no script, or the names of the helper mean something else', () => {
    const image = '<template><a><img :src="$route.meta.photo"></a></template>'
    expect(rewrite(image).refusals[0]?.reason).toMatch(/no script/)
    expect(rewrite(`<script setup>\nconst pictureSources = 1\n</script>\n${image}`).refusals[0]?.reason).toMatch(
      /something else/,
    )
  })
})

describe('directives', () => {
  it.each([
    ['v-for="a in b" :key="a.id"', 'v-for="a in b" :key="a.id"'],
    ['v-if="a"', 'v-if="a"'],
    ['key="x"', 'key="x"'],
  ])('go to the outermost element: %s', (written, moved) => {
    const { text } = inTemplate(`<p><img ${written} ref="i" class="c" src="/photos/lamp.jpg"></p>`)
    expect(text).toContain(`<picture ${moved} style="display: contents">`)
    expect(text).toMatch(
      /<img width="1600" [^>]* loading="lazy" ref="i" class="c" src="\/photos\/lamp\.jpg"><\/picture>/,
    )
  })

  it('keep an `else` right behind its `if`', () => {
    const { text } = inTemplate('<p><b v-if="a">x</b>\n<img\n  v-else\n  src="/photos/lamp.jpg"\n  alt="">\n</p>')
    expect(text).toContain('<b v-if="a">x</b>\n<picture v-else style="display: contents">')
    expect(text).toMatch(/<img width="1600" [^>]*\n {2}src="\/photos\/lamp\.jpg"\n {2}alt=""><\/picture>/)
  })

  it('stay on the image where they say something of it alone', () => {
    const { text } = inTemplate('<p><img v-show="a" @load="f" :class="{ b: c }" src="/photos/lamp.jpg"></p>')
    expect(text).toContain('<picture style="display: contents">')
    expect(text).toContain('v-show="a" @load="f" :class="{ b: c }" src')
  })

  it.each([
    ['v-bind="$attrs"', /may set its address/],
    ['v-zoom', /may do anything/],
    ['v-lazy="x"', /may do anything/],
    [':srcset="x"', /several sources/],
    [':src.prop="x"', /computes its address/],
    ['@error="$event.target.src = x"', /changes its address/],
    [':class="[\'lazyload\']"', /lazy loader/],
    ['v-pre', /v-pre/],
  ])('keep it from being touched: %s', (written, reason) => {
    const { text, refusals } = inTemplate(`<p><img ${written} src="/photos/lamp.jpg"></p>`)
    expect(text).not.toMatch(/<picture| width=/)
    expect(refusals[0]?.reason).toMatch(reason)
  })

  it('keep it from being touched where a script writes to its reference', () => {
    const { refusals } = rewrite(
      '<template><p><img ref="i" src="/photos/lamp.jpg"></p></template>',
      {},
      '',
      'this.$refs.i.src = x',
    )
    expect(refusals[0]?.reason).toMatch(/changes the address of `i`/)
  })
})

describe('what holds an image', () => {
  const inPlace = (markup: string): void => {
    const { text } = inTemplate(markup)
    expect(text).not.toContain('<picture')
    expect(text).toContain('srcset="/photos/lamp-400.jpg 400w, /photos/lamp-800.jpg 800w"')
  }

  it.each([
    '<img src="/photos/lamp.jpg">',
    '<img v-if="a" src="/photos/lamp.jpg"><p v-else></p>',
    '<template v-if="a"><img src="/photos/lamp.jpg"></template>',
    '<slot><img src="/photos/lamp.jpg"></slot>',
  ])('is its component’s user where it is the root: %s', inPlace)

  it.each([
    '<Transition><img src="/photos/lamp.jpg"></Transition>',
    '<div><TransitionGroup><img key="a" src="/photos/lamp.jpg"></TransitionGroup></div>',
    '<div><KeepAlive><img src="/photos/lamp.jpg"></KeepAlive></div>',
    '<div><ElTooltip><template #default><img src="/photos/lamp.jpg"></template></ElTooltip></div>',
    '<div><component :is="a"><img src="/photos/lamp.jpg"></component></div>',
    '<div><RouterLink custom to="/"><img src="/photos/lamp.jpg"></RouterLink></div>',
  ])('may want it as it is: %s', inPlace)

  it.each([
    '<div><CardFrame><template #picture="{ a }"><img src="/photos/lamp.jpg"></template></CardFrame></div>',
    '<RouterLink to="/"><img src="/photos/lamp.jpg"></RouterLink>',
    '<Teleport to="body"><img src="/photos/lamp.jpg"></Teleport>',
    '<Transition><p><img src="/photos/lamp.jpg"></p></Transition>',
    '<div><template v-for="a in b"><img src="/photos/lamp.jpg"></template></div>',
  ])('shows it as it is: %s', markup => {
    expect(inTemplate(markup).text).toContain('<picture')
  })

  it('is known to the styles, with what stands beside it', () => {
    const wraps = (markup: string, css: string): boolean => inTemplate(markup, {}, css).text.includes('<picture')
    const inCard = '<div><div class="card"><img src="/photos/lamp.jpg"></div></div>'
    expect(wraps(inCard, '.card > img { width: 9px }')).toBe(false)
    expect(wraps(inCard, '.page > img { width: 9px }')).toBe(true)
    // What its user writes on a component is written on its root.
    expect(wraps('<div class="card"><img src="/photos/lamp.jpg"></div>', '.page > img { width: 9px }')).toBe(false)
    const beside = (before: string) => `<div><div>${before}<img src="/photos/lamp.jpg"></div></div>`
    expect(wraps(beside('<b>x</b>{{ y }}'), 'p + img { clear: left }')).toBe(true)
    expect(wraps(beside('<p>x</p>'), 'p + img { clear: left }')).toBe(false)
    expect(wraps(beside('<p>x</p><b v-if="y">x</b>'), 'p + img { clear: left }')).toBe(false)
    expect(wraps(beside('<Card />'), 'p + img { clear: left }')).toBe(false)
  })

  it('is not known where its component’s styles are in a language that is not read', () => {
    const { text } = rewrite(
      '<template><p><img src="/photos/lamp.jpg"></p></template>\n<style lang="stylus">\np > img\n  width 9px\n</style>\n',
    )
    expect(text).not.toContain('<picture')
  })
})

it('an image is left alone where its page could not show the wrapper', () => {
  expect(inTemplate('<p><img src="/photos/lamp.jpg"></p>', { inlineStyles: false }).text).not.toContain('<picture')
})
