import { expect, it } from 'vitest'
import { uneditableMarkup } from './uneditable.js'

const told = (path: string, text: string) => uneditableMarkup({ others: [{ path, text }] }, ['src/assets/lamp.jpg'])

it('a component of Vue is told where its template is in another language', () => {
  const pug = '<template lang="pug">\nmain\n  img(src="./assets/lamp.jpg")\n</template>\n'
  expect(told('src/App.vue', pug)).toEqual([
    { subject: 'src/App.vue', reason: expect.stringMatching(/a Vue component whose template is in Pug, a form/) },
  ])
  expect(told('src/App.vue', '<template><main><img src="./assets/lamp.jpg"></main></template>\n')).toEqual([])
  expect(told('src/App.svelte', '<img src="./assets/lamp.jpg">')[0]?.reason).toMatch(/a Svelte component/)
})
