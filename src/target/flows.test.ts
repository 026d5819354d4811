import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseTarget } from '../model/schema/parse.js'
import { detectTarget } from './detect.js'
import { readFlows } from './flows.js'

let root: string
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'tunewright-flows-')))
})
afterEach(() => rm(root, { recursive: true }))

/** As the Recorder of Chrome 140 exports it. */
const RECORDED = {
  title: 'Buy a kettle',
  steps: [
    {
      type: 'setViewport',
      width: 1200,
      height: 800,
      deviceScaleFactor: 1,
      isMobile: false,
      hasTouch: false,
      isLandscape: false,
    },
    {
      type: 'navigate',
      url: 'chrome://new-tab-page/',
      assertedEvents: [{ type: 'navigation', url: 'chrome://new-tab-page/', title: 'New Tab' }],
    },
    {
      type: 'navigate',
      url: 'http://localhost:3000/',
      assertedEvents: [{ type: 'navigation', url: 'http://localhost:3000/', title: 'Shop' }],
    },
    {
      type: 'click',
      target: 'main',
      selectors: [['aria/Buy'], ['#buy'], ['xpath///*[@id="buy"]'], ['pierce/#buy'], ['text/Buy']],
      offsetX: 20,
      offsetY: 9.5,
      duration: 80,
      assertedEvents: [{ type: 'navigation', url: 'http://localhost:3000/cart', title: '' }],
    },
    { type: 'change', value: '2', selectors: [['#quantity']], target: 'main' },
    { type: 'keyDown', target: 'main', key: 'Enter' },
    { type: 'keyUp', key: 'Enter', target: 'main' },
    { type: 'waitForElement', selectors: ['.thanks'], count: 1, operator: '==' },
  ],
}

const write = async (content: unknown, file = 'Buy a kettle.json'): Promise<string> => {
  await writeFile(join(root, file), typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const withSteps = (...steps: unknown[]) =>
  write({ title: 'x', steps: [{ type: 'navigate', url: 'http://localhost:3000/' }, ...steps] })
const read = async (file: string) => (await readFlows(root, [file]))[0]!

it('reads what the recorder exports, and keeps what is used of it', async () => {
  const file = await write(RECORDED)
  const [flow] = await readFlows(root, [{ file, writes: true }])
  expect(flow).toMatchObject({ id: 'Buy-a-kettle', title: 'Buy a kettle', writes: true })
  expect(flow?.steps).toHaveLength(8)
  expect(flow?.steps[3]).toEqual({
    type: 'click',
    selectors: [['aria/Buy'], ['#buy'], ['xpath///*[@id="buy"]'], ['pierce/#buy'], ['text/Buy']],
    offsetX: 20,
    offsetY: 9.5,
    assertedEvents: [{ type: 'navigation' }],
  })
})

it('is part of a detected target, which is read back as it is', async () => {
  await write('<p>', 'index.html')
  const file = await write(RECORDED)
  const target = await detectTarget(root, { flows: [file] })
  expect(target.flows).toEqual([await read(file)])
  expect(parseTarget(target)).toEqual(target)
  await expect(detectTarget(root, { flows: [file, { file, writes: true }] })).rejects.toThrow(
    'flows with different ids',
  )
})

it.each([
  [{ type: 'clik', selectors: ['#a'] }, ', step 2, cannot be used', 'did you mean "click"?'],
  [{ type: 'click', selectors: [] }, ', step 2, cannot be used', 'at least one selector'],
  [
    { type: 'click', target: 'http://localhost:3000/popup', selectors: ['#a'] },
    ', step 2, cannot be used',
    'other windows',
  ],
  [{ type: 'customStep', name: 'wait', parameters: {} }, ', step 2, cannot be used', 'known to their extension alone'],
  [{ type: 'change', selectors: ['#a'], value: { env: 'NO-NAME' } }, ', step 2, cannot be used', 'name of a variable'],
  [{ type: 'navigate', url: 'https://pay.example/' }, 'steps[1].url', 'a page of http://localhost:3000 in step 2'],
])('says which step cannot be taken again, and what was expected there: %j', async (step, where, what) => {
  const error = await read(await withSteps(step)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'INPUT_INVALID' })
  expect(String(error)).toContain(where)
  expect(String(error)).toContain(what)
  expect(String(error)).toContain(join(root, 'Buy a kettle.json'))
})

it('refuses what is no recording', async () => {
  await expect(read('nowhere.json')).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    remedy: expect.stringContaining('Recorder'),
  })
  await expect(read(await write('{'))).rejects.toThrow('is not JSON')
  await expect(read(await write([]))).rejects.toThrow('expected an object')
  const idle = { title: 'x', steps: [{ type: 'click', selectors: ['#a'] }] }
  await expect(read(await write(idle))).rejects.toThrow('a flow begins by going to a page')
})
