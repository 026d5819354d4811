import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { InstalledPackages } from '../../../source/packages.js'
import { treeOf } from '../fixtures/tree.js'
import { selectComponents } from './select.js'

const installed = await mkdtemp(join(tmpdir(), 'tunewright-packages-'))
afterAll(() => rm(installed, { recursive: true, force: true }))
await mkdir(join(installed, 'node_modules/tabs-kit'), { recursive: true })
await writeFile(join(installed, 'node_modules/tabs-kit/index.js'), "e.innerHTML = '<div class=slider>'")

const tabs = (body: string, before = ''): string =>
  `${before}export function initTabs() {\n  const el = document.querySelector('.tabs')\n  if (!el) return\n  ${body}\n}\n`
const slider =
  "export function initSlider() {\n  if (!document.querySelector('.slider')) return\n  slide()\n}\n" +
  'const slide = () => {}\n'
const entry = (calls: string): string =>
  `import { initTabs } from './tabs'\nimport { initSlider } from './slider'\n${calls}\n`
const IN_A_ROW = 'initTabs()\ninitSlider()'

/** Which of the two initializers leave the first load, and why the others stay. */
const chosen = async (files: { tabs: string; entry?: string; more?: Record<string, string> }) => {
  const tree = await treeOf({
    'src/index.js': files.entry ?? entry(IN_A_ROW),
    'src/tabs.js': files.tabs,
    'src/slider.js': slider,
    ...files.more,
  })
  const { splits, refusals } = await selectComponents(tree, new InstalledPackages(installed), 1, [], 'where-needed')
  const subjects = splits.map(split => split.subject).toSorted()
  return { subjects, reason: refusals.find(one => one.subject === 'src/tabs.js')?.reason ?? '' }
}

describe('an initializer stays before what looks for elements that it makes', () => {
  it.each([
    ['in its own markup', tabs("el.innerHTML = '<p class=slider>'")],
    ['by marking one', tabs("el.classList.add('slider')")],
    ['from a text that is not written out', tabs('el.innerHTML = text')],
    ['by copying', tabs('el.append(template.content.cloneNode(true))')],
    ['by its package', tabs('kit(el)', "import kit from 'tabs-kit'\n")],
  ])('%s', async (_, source) => {
    const { subjects, reason } = await chosen({ tabs: source })
    expect(subjects).toEqual(['src/slider.js'])
    expect(reason).toMatch(/src\/index\.js:4 runs after it and looks for \.slider/)
  })

  it.each([
    ['in a handler', "addEventListener('click', () => {\n  initTabs()\n  initSlider()\n})"],
    ['after the function that calls it', 'function start() {\n  initTabs()\n}\nstart()\ninitSlider()'],
    ['within another function', 'const later = () => initSlider()\ninitTabs()\nlater()'],
    ['by hand', "initTabs()\ndocument.querySelector('.slider').focus()\ninitSlider()"],
  ])('%s', async (_, calls) => {
    const { subjects } = await chosen({ tabs: tabs("el.innerHTML = '<p class=slider>'"), entry: entry(calls) })
    expect(subjects).not.toContain('src/tabs.js')
  })

  it('also where that is a module that is loaded later', async () => {
    const { subjects } = await chosen({
      tabs: tabs("el.innerHTML = '<p class=slider>'"),
      entry: "import './first'\nimport './second'\n",
      more: {
        'src/first.js': "import { initTabs } from './tabs'\ninitTabs()\n",
        'src/second.js': "document.querySelector('.slider').focus()\n",
      },
    })
    expect(subjects).not.toContain('src/tabs.js')
  })
})

describe('an initializer comes later', () => {
  it.each([
    ['where it makes nothing', tabs('el.focus()'), IN_A_ROW],
    ['where it makes other elements', tabs("el.innerHTML = '<p class=panel>'"), IN_A_ROW],
    ['where the other runs before it', tabs("el.innerHTML = '<p class=slider>'"), 'initSlider()\ninitTabs()'],
  ])('%s', async (_, source, calls) => {
    expect((await chosen({ tabs: source, entry: entry(calls) })).subjects).toEqual(['src/slider.js', 'src/tabs.js'])
  })
})
