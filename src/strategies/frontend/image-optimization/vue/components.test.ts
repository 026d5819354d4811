import { expect, it } from 'vitest'
import { readVueComponents } from './components.js'

const FRAME = '<template><figure><slot name="picture"/></figure></template>'
const shows = (files: Record<string, string>, name: string, user = '') => {
  const components = Object.entries(files).map(([path, text]) => ({ path, text }))
  return readVueComponents(components, false)(name, { path: 'src/App.vue', text: user })
}

it.each<[string, Record<string, string>, string]>([
  ['one of the project’s', { 'src/CardFrame.vue': FRAME }, 'CardFrame'],
  ['by its other name', { 'src/CardFrame.vue': FRAME }, 'card-frame'],
  ['in a folder of its name', { 'src/card-frame/index.vue': FRAME }, 'CardFrame'],
  ['a slot at the root', { 'src/A.vue': '<template><slot/></template>' }, 'A'],
  [
    'one that asks whether there is something',
    { 'src/A.vue': '<template><p v-if="$slots.default"><slot/></p></template>' },
    'A',
  ],
  ['through another', { 'src/A.vue': '<template><p><B><slot/></B></p></template>', 'src/B.vue': FRAME }, 'A'],
])('a component shows what it is given as it is: %s', (_, files, name) => {
  expect(shows(files, name)).toBe(true)
})

it.each<[string, Record<string, string>, string, string?]>([
  ['one that nobody knows', {}, 'ElTooltip'],
  [
    'of a package, though the project has one of that name',
    { 'src/Card.vue': FRAME },
    'Card',
    "<script setup>\nimport { Card } from 'kit'\n</script>",
  ],
  ['one that takes it apart', { 'src/A.vue': `${FRAME}<script setup>\nconst slots = useSlots()\n</script>` }, 'A'],
  [
    'one that makes it another’s child',
    { 'src/A.vue': '<template><p><component :is="$slots.default()[0]"/><slot/></p></template>' },
    'A',
  ],
  ['one that animates it', { 'src/A.vue': '<template><p><Transition><slot/></Transition></p></template>' }, 'A'],
  ['one of several', { 'a/A.vue': FRAME, 'b/A.vue': '<template lang="pug">slot</template>' }, 'A'],
])('a component may do more with it: %s', (_, files, name, user) => {
  expect(shows(files, name, user)).toBe(false)
})
