import { describe, expect, it } from 'vitest'
import { edge } from '../../../../instruments/bundle/module-graph.js'
import { treeOf } from '../fixtures/tree.js'
import { sharedFirstHazard } from './shared-first.js'

const LATER: Readonly<Record<string, string>> = {
  'src/page.js': "import { prices } from './prices'\nexport const Page = () => prices\n",
  'src/prices.js': 'export const prices = window.currency\n',
}

/** What speaks against loading `src/page.js` later. */
const hazard = async (files: Readonly<Record<string, string>>): Promise<string | null> => {
  const tree = await treeOf({ ...files, ...LATER })
  return sharedFirstHazard(tree, ['src/index.js'], ['src/page.js'], new Set([edge('src/index.js', 'src/page.js')]))
}

describe('what is shared with later files comes first in the files of esbuild', () => {
  it('so nothing that acts may come before it', async () => {
    const entry =
      "import './setup'\nimport { prices } from './prices'\nimport { Page } from './page'\nshow(Page, prices)\n"
    expect(await hazard({ 'src/index.js': entry, 'src/setup.js': 'window.currency = 1\n' })).toBe(
      'src/setup.js:1 acts when it is loaded (window.currency = 1), and esbuild would evaluate src/prices.js, which is shared with what is loaded later, before it',
    )
    const polyfill = "import 'polyfill'\nimport { prices } from './prices'\nimport { Page } from './page'\n"
    expect(await hazard({ 'src/index.js': polyfill })).toMatch(/src\/index\.js imports polyfill for its effects/)
  })

  it.each([
    [
      'what acts after it',
      "import { prices } from './prices'\nimport './setup'\nimport { Page } from './page'\nshow(Page, prices)\n",
    ],
    [
      'what only defines things before it',
      "import { kind } from './kind'\nimport { prices } from './prices'\nimport { Page } from './page'\nshow(kind, prices, Page)\n",
    ],
    [
      'the entry itself, which comes last',
      "import { prices } from './prices'\nimport { Page } from './page'\nwindow.shop = prices\n",
    ],
    ['nothing that is shared', "import './setup'\nimport { Page } from './page'\nshow(Page)\n"],
  ])('but may be %s', async (_, entry) => {
    const files = {
      'src/index.js': entry,
      'src/setup.js': 'window.currency = 1\n',
      'src/kind.js': "export const kind = 'a'\n",
    }
    expect(await hazard(files)).toBeNull()
  })
})
