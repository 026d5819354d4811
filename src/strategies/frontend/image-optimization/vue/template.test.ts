import { describe, expect, it } from 'vitest'
import { parse } from 'vue/compiler-sfc'
import { readBlocks } from './blocks.js'
import type { VueElement } from './template.js'

/** Every element with where it stands, in the order of the source. */
const placesOf = (element: VueElement): string[] => [
  `${element.tag} ${element.start} ${element.end} ${element.attributes.map(a => `${a.start}-${a.end}`).join(' ')}`.trim(),
  ...element.children.flatMap(child => (child.kind === 'element' ? placesOf(child) : [])),
]

interface VueNode {
  readonly type: number
  readonly tag?: string
  readonly loc: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } }
  readonly props?: readonly VueNode[]
  readonly children?: readonly VueNode[]
}

/** The same as Vue's own compiler reads it. */
const placesByVue = (node: VueNode): string[] => [
  ...(node.type === 1
    ? [
        `${node.tag} ${node.loc.start.offset} ${node.loc.end.offset} ${(node.props ?? []).map(p => `${p.loc.start.offset}-${p.loc.end.offset}`).join(' ')}`.trim(),
      ]
    : []),
  ...(node.children ?? []).flatMap(placesByVue),
]

const bothOf = (source: string) => {
  const { descriptor, errors } = parse(source, { ignoreEmpty: false, templateParseOptions: { comments: true } })
  expect(errors).toEqual([])
  const byVue = (descriptor.template!.ast as unknown as VueNode).children!.flatMap(placesByVue)
  return { ours: placesOf(readBlocks(source).template!).slice(1), byVue }
}

describe('a template', () => {
  it.each([
    '<template>\n  <main class="a">\n    <img src="./a.jpg" alt="">\n    <Card/>\n  </main>\n</template>\n',
    '<script setup>\nconst a = "<template>"\n</script>\n\n<template><p>{{ 1 < 2 ? "<b>" : a }}<i v-if="a > 1"/></p></template>',
    "<template><ul><li v-for='(x, i) of y' :key=i @click='a => b(a)'><img :src='x'/></li></ul></template>",
    '<!-- <template><p></template> -->\n<template>\n<!-- <img> -->\n<template v-if="a"><b>x</b></template><template #[name]="{ x }"><RouterLink/></template></template>',
    `<template><v-table><template v-slot:[\`item.\${x}\`]="{ item }"><td>a &lt; b</td></template></v-table><textarea>a <b> c</textarea></template>`,
    '<template>\r\n  <img\r\n    src = "a.jpg"\r\n    alt\r\n  >\r\n  a < b <br> c\r\n</template>\r\n<style>p > img {}</style>',
    '<docs>\n# <img>\n</docs>\n<template lang="html"><p title=\'a "b"\' data-x=a/b>é 🙂 <em>x</em></p></template>',
  ])('has its elements and attributes where Vue’s compiler has them: %j', source => {
    const { ours, byVue } = bothOf(source)
    expect(ours.length).toBeGreaterThan(1)
    expect(ours).toEqual(byVue)
  })

  it.each([
    ['<template><div><p></div></template>', /not closed/],
    ['<template><img src="a></template>', /not closed/],
    ['<template><div></template>', /not closed/],
    ['<template lang="pug">img(src="a.jpg")</template>', /in pug/],
    ['<template><p></p></template><template><p></p></template>', /several/],
    ['<template><p></p></template><script>a', /told apart/],
  ])('is not read where it is not sure to be: %s', (source, reason) => {
    const { template, refused } = readBlocks(source)
    expect(template).toBeNull()
    expect(refused).toMatch(reason)
  })
})

it('a component’s scripts and styles are found beside a template that is not read', () => {
  const { scripts, styles, templateLanguage } = readBlocks(
    '<template lang="pug">\ndiv\n  | </template\n</template>\n<script>a</script>\n<style scoped>b</style>',
  )
  expect([scripts.length, styles.length, templateLanguage]).toEqual([1, 1, 'pug'])
})
