import { expect, test } from 'vitest'
import type { PageState } from '../../model/page-look.js'
import { compareStates } from './compare-states.js'

const state = (after: string, lines: PageState['lines']): PageState => ({ after, lines })
const open = (text: readonly string[], more: PageState['lines'] = {}) => [
  state('a click on “Menu”', { step: ['taken'], text, ...more }),
]

test('the same states: nothing is said', async () => {
  const look = open(['All things', 'About us'], { errors: ['Uncaught Error: old'], kept: ['cookie "a"'] })
  expect(await compareStates([look], [look])).toEqual([])
  expect(await compareStates([], [])).toEqual([])
})

test.each<[string, PageState['lines']]>([
  ['a menu that stays shut', { text: ['All things'] }],
  ['something twice', { text: ['All things', 'About us', 'About us'] }],
  ['an error', { text: ['All things', 'About us'], errors: ['Uncaught TypeError: x'] }],
  ['a chunk that is not there', { text: ['All things', 'About us'], requests: ['/menu.js answers 404'] }],
  ['a step that cannot be taken', { text: ['All things', 'About us'], step: ['something lies over it'] }],
  ['a session that is lost', { text: ['All things', 'About us'], kept: [] }],
])('%s is said, with what led to it', async (_, lines) => {
  const candidate = [state('a click on “Menu”', { step: ['taken'], kept: ['cookie "a"'], ...lines })]
  const found = await compareStates([open(['All things', 'About us'], { kept: ['cookie "a"'] })], [candidate])
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(/^a click on “Menu”: /)
})

test('what is kept besides, and text that can be seen now, harm nobody', async () => {
  const before = open(['All things'], { unseen: ['hidden'], kept: [] })
  expect(await compareStates([before], [open(['All things'], { unseen: [], kept: ['cookie "new"'] })])).toEqual([])
})

test('what comes and goes in one arm is masked; what is broken each time is not', async () => {
  const before = [open(['Hello', 'Ann is here']), open(['Hello', 'Bob is here'])]
  expect(await compareStates(before, [open(['Hello', 'Cat is here']), open(['Hello', 'Dan is here'])])).toEqual([])
  expect(await compareStates(before, [open(['Eve is here']), open(['Fay is here'])])).toHaveLength(1)
})

test('an error that comes once in four looks is not the change’s; one that comes twice is', async () => {
  const sound = open(['Hello'])
  const failing = open(['Hello'], { errors: ['Uncaught Error: now and then (/assets/index-7e768549.js)'] })
  const four = (looks: readonly (readonly PageState[])[]) => compareStates([sound, sound, sound, sound], looks)
  expect(await four([failing, sound, sound, sound])).toEqual([])
  expect(await four([failing, sound, failing, sound])).toHaveLength(1)
})

test('an error of both versions is nobody’s doing, whatever their builds call the file', async () => {
  const failing = (hash: string) =>
    open(['Hello'], { errors: [`Uncaught Error: no provider (/assets/index-${hash}.js)`] })
  expect(await compareStates([failing('7e768549')], [failing('1485c040')])).toEqual([])
})

test('a state that the candidate never comes to is said; one that the baseline comes to now and then is not', async () => {
  const twice = [...open(['Hello']), state('a click on “More”', { text: ['More'] })]
  expect(await compareStates([twice, twice], [open(['Hello']), open(['Hello'])])).toEqual([
    'a click on “More”: it never comes to that',
  ])
  expect(await compareStates([twice, open(['Hello'])], [open(['Hello']), open(['Hello'])])).toEqual([])
})

test('a control is the same one in capitals: its state is found, and only the text is told', async () => {
  const focus = (label: string) => ({ focus: [`the focus gets to button "${label}"`] })
  const before = [state('a click on “MENU”', { text: ['MENU'], ...focus('MENU') })]
  const after = [state('a click on “Menu”', { text: ['Menu'], ...focus('Menu') })]
  expect(await compareStates([before], [after])).toEqual(['a click on “MENU”: text missing “MENU”; new “Menu”'])
})

test('what describes a state is told as it is, and what the page says in quotation marks', async () => {
  const before = open(['Hello'], { tree: ['link "Buy" [expanded=false]', '  list ""'] })
  const told = async (lines: PageState['lines']) =>
    (await compareStates([before], [[state('a click on “Menu”', { step: ['taken'], text: ['Hello'], ...lines })]]))[0]
  expect(await told({ tree: [] })).toBe(
    'a click on “Menu”: accessible tree missing link “Buy” [expanded=false] and 1 more',
  )
  expect(await told({ tree: before[0]!.lines.tree!, step: ['something lies over it'] })).toBe(
    'a click on “Menu”: something lies over it',
  )
})
