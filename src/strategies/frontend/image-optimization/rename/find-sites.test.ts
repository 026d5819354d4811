import { describe, expect, it } from 'vitest'
import { projectOf, workPicture } from '../fixtures/works.js'
import { findSites } from './find-sites.js'

const HERO = workPicture('src/assets/hero.jpg')
const LAMP = workPicture('public/img/lamp.jpg', '/img/lamp.jpg')

/** `file: reference` of each place that may name another file, or the reason why not. */
const places = (files: Readonly<Record<string, string>>): string[] =>
  findSites(projectOf(files), new Map(), [HERO, LAMP], [HERO.file, LAMP.file], { bundles: true }).map(site => {
    const text = files[site.file]!.slice(site.start, site.end)
    return `${site.file}: ${text} ${site.refused ?? site.kind}`
  })

const module = (code: string): string[] => places({ 'src/A.jsx': `import hero from './assets/hero.jpg'\n${code}` })
const SHOWN = ['src/A.jsx: ./assets/hero.jpg module']

describe('an imported picture', () => {
  it.each([
    ['an element', 'const A = () => <img src={hero} alt="" />'],
    ['a component of a package', "import { Avatar } from 'kit'\nconst A = () => <Avatar src={hero} />"],
    [
      'a component that shows it',
      'const Card = ({ image }) => <img src={image} />\nconst A = () => <Card image={hero} />',
    ],
    ['props as a whole', 'const Card = props => <img src={props.image} />\nconst A = () => <Card image={hero} />'],
    ['a list', 'const A = () => [hero].map(one => <img key={one} src={one} />)'],
    [
      'data',
      'const data = [{ id: 1, pic: hero }]\nconst A = () => data.map(({ pic, id }) => <img key={id} src={pic} />)',
    ],
    [
      'data spread into a component',
      'const data = [{ id: 1, pic: hero }]\nconst C = ({ pic }) => <img src={pic} />\nconst A = () => data.map(d => <C key={d.id} {...d} />)',
    ],
    ['a map by name', 'const byName = { hero }\nconst A = ({ name }) => <img src={byName[name]} />'],
    [
      'a state',
      'const A = () => { const [pic, setPic] = useState(hero); return <img src={pic} onClick={() => setPic(hero)} /> }',
    ],
    ['a style', `const A = () => <div style={{ backgroundImage: \`url(\${hero})\` }} />`],
    ['a style that is put together', "const A = () => <div style={{ backgroundImage: 'url(\"' + hero + '\")' }} />"],
    ['a styled component', `const Box = styled.div\`\n  background: url('\${hero}') center / cover;\n\``],
    ['a choice', 'const A = ({ dark }) => <img src={dark ? other : hero ?? other} />'],
    ['a function', 'const pictureOf = () => hero\nconst A = () => <img src={pictureOf()} />'],
    ['markup in text', `el.innerHTML = \`<img class="a" src="\${hero}">\``],
    ['an element that is made', "const el = document.createElement('img'); el.src = hero"],
    ['a poster', 'const A = () => <video poster={hero} />'],
  ])('is shown by %s', (_, code) => {
    expect(module(code)).toEqual(SHOWN)
  })

  it.each([
    ['a link', 'const A = () => <a href={hero} download><img src={hero} /></a>', /a link opens it/],
    ['a preview', 'const A = () => <Helmet><meta property="og:image" content={hero} /></Helmet>', /og:image/],
    [
      'a name that is worked with',
      "const small = hero.replace('.jpg', '-small.jpg')",
      /worked with \(`\.replace\(\)`\)/,
    ],
    ['a name that is put together', `const A = () => <img src={\`\${base}\${hero}\`} />`, /put together/],
    ['a function that is not known', 'upload(hero)', /handed to `upload\(\)`/],
    ['a canvas', 'const i = new Image(); i.src = hero; ctx.drawImage(i, 0, 0); draw(hero)', /draw/],
    ['a preview by way of data', 'export const metadata = { openGraph: { images: [hero] } }', /previews/],
    ['text', 'const A = () => <p>{hero}</p>', /written as text/],
    [
      'a link by way of data',
      'const data = [{ pic: hero }]\nconst A = () => data.map(d => <a href={d.pic} />)',
      /a link opens it/,
    ],
    [
      'a name that is looked at, far off',
      "const data = [{ pic: hero }]\nregister(data)\nconst f = d => d.pic.endsWith('.jpg')",
      /endsWith/,
    ],
    ['the fallback of a `<picture>`', 'const A = () => <picture><source /><img src={hero} /></picture>', /falls back/],
    ['an attribute for scripts', 'const A = () => <div data-full={hero} />', /data-full/],
  ])('is refused by %s', (_, code, reason) => {
    expect(module(code)[0]).toMatch(reason)
  })

  it('is followed from module to module', () => {
    const files = {
      'src/data.js':
        "import hero from './assets/hero.jpg'\nexport const courses = [{ image: hero }]\nexport const logos = [hero]",
      'src/index.js': "export * from './data'",
      'src/Course.jsx': 'const Course = ({ image }) => <img src={image} />\nexport default Course',
      'src/App.jsx':
        "import { courses, logos as marks } from '@/index'\nimport Course from './Course'\nexport const A = () => <>{courses.map(c => <Course {...c} />)}{marks.map(m => <img src={m} />)}</>",
    }
    expect(places(files)).toEqual(['src/data.js: ./assets/hero.jpg module'])
    const linked = { ...files, 'src/App.jsx': files['src/App.jsx'].replace('<img src={m} />', '<a href={m} />') }
    expect(places(linked)[0]).toMatch(/a link opens it \(src\/App\.jsx\)/)
    const unread = { ...files, 'src/Broken.jsx': 'const { image } = = 1' }
    expect(places(unread)[0]).toMatch(/Broken\.jsx cannot be read, and names `image`/)
  })

  it('is followed through CommonJS', () => {
    const data =
      "module.exports = [{ img: require('./assets/hero.jpg') }, { img: require('./assets/hero.jpg').default }]"
    const app = "const data = require('./data')\nmodule.exports = () => data.map(d => <img src={d.img} />)"
    expect(places({ 'src/data.js': data, 'src/App.jsx': app })).toEqual([
      'src/data.js: ./assets/hero.jpg module',
      'src/data.js: ./assets/hero.jpg module',
    ])
    const bad = {
      'src/data.js': "module.exports = require('./assets/hero.jpg')",
      'src/b.js': "open(require('./data'))",
    }
    expect(places(bad)[0]).toMatch(/handed to `open\(\)`/)
  })

  it('is not renamed where the helper module knows it by the address that its import gives', () => {
    const files = {
      'src/A.jsx': 'import hero from \'./assets/hero.jpg\'\nconst A = () => <img src={hero} alt="" />',
      'src/picture-sources.js':
        "// Smaller encodings of pictures, by the address that pages know\nimport heroPicture from './assets/hero.jpg';\n",
    }
    expect(places(files)).toEqual([
      'src/A.jsx: ./assets/hero.jpg its smaller encodings are found by the address that it has there',
    ])
  })

  it('keeps what asks a tool for more than the file', () => {
    expect(
      places({
        'src/A.jsx': "import h from './assets/hero.jpg?w=300&format=avif'\nconst A = () => <img src={h} />",
      })[0],
    ).toMatch(/tool/)
  })
})

describe('an address in data and scripts', () => {
  it('is changed where all that is done with it is to show it', () => {
    expect(
      places({
        'src/A.jsx':
          "const items = [{ image: '/img/lamp.jpg' }]\nconst A = () => items.map(i => <img src={i.image} />)",
      }),
    ).toEqual(['src/A.jsx: /img/lamp.jpg address'])
    expect(
      places({ 'src/A.jsx': "const items = [{ image: '/img/lamp.jpg' }]\nsave(items.map(i => i.image))" })[0],
    ).toMatch(/handed to `save\(\)`/)
  })

  it('is followed from script to script of a page, and in its own', () => {
    const files = {
      'data.js': "var lamps = [{ image: 'public/img/lamp.jpg' }]",
      'index.html': `<script src="data.js"></script><script>for (const l of lamps) box.innerHTML += \`<img src="\${l.image}">\`; const s = "<p><img src='public/img/lamp.jpg'>"</script>`,
    }
    expect(places(files)).toEqual(['data.js: public/img/lamp.jpg address', 'index.html: public/img/lamp.jpg address'])
    expect(places({ ...files, 'more.js': 'lamps.forEach(l => fetch(l.image))' })[0]).toMatch(/fetch/)
  })

  it('is left where a tool reads it', () => {
    expect(
      places({ 'vite.config.js': "export default { plugins: [pwa({ icons: [{ src: '/img/lamp.jpg' }] })] }" }),
    ).toEqual([])
  })

  it('is refused where a template makes a link of it', () => {
    const code = "const page = { image: '/img/lamp.jpg' }\nconst A = () => <img src={page.image} />"
    expect(places({ 'src/A.jsx': code, 'views/p.ejs': '<a href="<%= page.image %>">' })[0]).toMatch(/link or a preview/)
  })
})

describe('components in one file', () => {
  const vue = (template: string, script: string): string =>
    `<script setup>\n${script}\n</script>\n<template>\n${template}\n</template>\n`
  const HERO_IMPORT = "import hero from '@/assets/hero.jpg'\nconst items = [{ pic: hero }]"

  it.each([
    ['literal', '<img src="@/assets/hero.jpg" alt="">', '', 'src/A.vue: @/assets/hero.jpg module'],
    ['required', '<img :src="require(\'@/assets/hero.jpg\')">', '', 'src/A.vue: @/assets/hero.jpg module'],
    ['imported', '<img :src="hero">', HERO_IMPORT, 'src/A.vue: @/assets/hero.jpg module'],
    [
      'in a loop',
      '<li v-for="(i, n) in items" :key="n"><img :src="i.pic"></li>',
      HERO_IMPORT,
      'src/A.vue: @/assets/hero.jpg module',
    ],
    [
      'in a style',
      `<div :style="{ backgroundImage: \`url(\${hero})\` }" />`,
      HERO_IMPORT,
      'src/A.vue: @/assets/hero.jpg module',
    ],
    [
      'for a link',
      '<a :href="hero"><img :src="hero"></a>',
      HERO_IMPORT,
      'src/A.vue: @/assets/hero.jpg a link opens it (src/A.vue)',
    ],
    [
      'as text',
      '<p>{{ hero }}</p>',
      HERO_IMPORT,
      'src/A.vue: @/assets/hero.jpg its address is written as text (src/A.vue)',
    ],
    [
      'the fallback of a `<picture>`',
      `<picture><source hidden :srcset="\`\${small} 1w\`" /><img :src="hero" /></picture>`,
      HERO_IMPORT,
      'src/A.vue: @/assets/hero.jpg it is what a `<picture>` falls back to (src/A.vue)',
    ],
    [
      'beside what the helper knows',
      '<picture v-for="i in items"><source v-for="source in pictureSources(i.pic)" v-bind="source" /><img :src="i.pic" /></picture>',
      HERO_IMPORT,
      'src/A.vue: @/assets/hero.jpg module',
    ],
    [
      'worked with',
      "<img :src=\"hero.replace('a', 'b')\">",
      HERO_IMPORT,
      'src/A.vue: @/assets/hero.jpg its address is worked with (`.replace()`) (src/A.vue)',
    ],
  ])('Vue: %s', (_, template, script, expected) => {
    expect(places({ 'src/A.vue': vue(template, script) })).toEqual([expected])
  })

  it('Vue with options: by the names of its data', () => {
    const file = (use: string) =>
      `<template><div>${use}</div></template>\n<script>\nexport default { data() { return { pic: require('./assets/hero.jpg') } }, computed: { big() { return this.pic } } }\n</script>`
    expect(places({ 'src/A.vue': file('<img :src="big">') })).toEqual(['src/A.vue: ./assets/hero.jpg module'])
    expect(places({ 'src/A.vue': file('<a :href="big" />') })[0]).toMatch(/a link opens it/)
    expect(places({ 'src/A.vue': file('<a :href="pic" />') })[0]).toMatch(/a link opens it/)
  })

  it('Svelte: in braces, loops and styles', () => {
    const file = (use: string) =>
      `<script>\n  import hero from './assets/hero.jpg'\n  const items = [{ pic: hero }]\n</script>\n${use}\n<style>\n  .a { background: url('./assets/hero.jpg') center / cover }\n</style>`
    const style = 'src/A.svelte: ./assets/hero.jpg module'
    expect(
      places({
        'src/A.svelte': file('{#each items as { pic }, i (i)}\n<img src={pic} alt="it\'s">\n{:else}no\n{/each}'),
      }),
    ).toEqual([style, style])
    expect(places({ 'src/A.svelte': file('<div style="background-image: url({hero})" />') })[0]).toBe(style)
    expect(places({ 'src/A.svelte': file('{#if hero}<a href={hero}>x</a>{/if}') })[0]).toMatch(/a link opens it/)
    expect(places({ 'src/A.svelte': file('{hero}') })[0]).toMatch(/written as text/)
  })
})

describe('markup and styles', () => {
  it('changes whole attributes, in whatever language', () => {
    expect(
      places({
        'a.pug': "img.big(src='/img/lamp.jpg' alt='')\na(href='/img/lamp.jpg')",
        'b.php':
          '<img src="/img/lamp.jpg"><img src="<?= $p ?>/img/lamp.jpg"><meta property="og:image" content="/img/lamp.jpg">',
        'c.html':
          '<img class="lazy" data-src="/img/lamp.jpg"><picture><source srcset="x"><img src="/img/lamp.jpg"></picture>',
      }),
    ).toEqual(['c.html: /img/lamp.jpg address', 'a.pug: /img/lamp.jpg address', 'b.php: /img/lamp.jpg address'])
  })

  it('leaves the fallback of an image-set alone', () => {
    expect(
      places({
        'a.css':
          '.a { background: url(/img/lamp.jpg); background-image: image-set(url(/img/lamp-4.avif) type("image/avif")) }\n.b { list-style: url("/img/lamp.jpg") }',
      }),
    ).toEqual(['a.css: /img/lamp.jpg module'])
  })
})
