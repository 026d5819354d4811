import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBrowser } from '../find-browser.js'
import { listControls } from './controls.js'

let browser: Browser
let page: Page
beforeAll(async () => {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  browser = await puppeteer.launch({ executablePath: (await findBrowser()).executable, args })
  page = await browser.newPage()
})
afterAll(() => browser.close())

it('controls of one label are told apart, also those that appear later', async () => {
  await page.setContent('<main><button type="button">Details</button><button type="button">Details</button></main>')
  const keys = async () => (await page.evaluate(listControls)).map(({ key }) => key)
  expect(await keys()).toEqual(['click Details 1', 'click Details 2'])
  await page.evaluate(() =>
    document.querySelector('main')!.insertAdjacentHTML('beforeend', '<button type="button">Details</button>'),
  )
  expect(await keys()).toEqual(['click Details 1', 'click Details 2', 'click Details 3'])
})
