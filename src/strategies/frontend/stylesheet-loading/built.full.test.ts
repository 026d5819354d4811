import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../../instruments/lab/fixtures/launch-browser.js'
import { writeSite } from '../../fixtures/static-site.js'
import { serveApplication } from '../code-splitting/fixtures/serve-application.js'
import { APPS } from '../prerendering/fixtures/app.js'
import { applicationProject, BUILD, drawnAt } from '../prerendering/fixtures/project.js'
import { BUILT_SITES, builtSite } from './fixtures/built-site.js'
import { helperOf, helperSource, type PageBundler } from './helper/helper-source.js'

const LIMITS = { maximum: 100_000, forScripts: 20_000, minimumLeftOut: 0 }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** Every computed style of every element of a page, once it is at rest. */
const stylesAt = async (address: string, without: RegExp | null): Promise<readonly string[]> => {
  const page = await browser.newPage()
  await page.setRequestInterception(true)
  page.on('request', request => (without?.test(request.url()) ? request.abort() : request.continue()))
  await page.goto(address, { waitUntil: 'networkidle0' })
  const styles = await page.evaluate(() =>
    [...document.querySelectorAll('body, body *')]
      .filter(element => !/^(SCRIPT|TEMPLATE)$/.test(element.tagName))
      .map(element => {
        const style = getComputedStyle(element)
        return `${element.tagName} ${[...style].map(name => `${name}: ${style.getPropertyValue(name)}`).join('; ')}`
      }),
  )
  await page.close()
  return styles.flatMap(one => one.replaceAll(new URL(address).origin, '').split('; '))
}

/** What is otherwise in the one than in the other. */
const changes = (before: readonly string[], after: readonly string[]): readonly string[] =>
  before.flatMap((one, index) => (one === after[index] ? [] : [`${one}, now ${after[index]}`]))

const helped = async (bundler: PageBundler, config: string): Promise<Record<string, string>> => {
  const { file, pass } = helperOf(bundler)
  const passed =
    bundler === 'vite'
      ? config.replace(
          /export default ([\s\S]*)$/,
          `import { ${pass} } from './${file}'\n\nexport default ${pass}($1)\n`,
        )
      : `${config}\nmodule.exports = require('./${file}').${pass}(module.exports)\n`
  return { [file]: await helperSource(bundler, ['index.html'], LIMITS), [`${bundler}.config.js`]: passed }
}

describe.each(['vite', 'webpack'] as const)('a page of %s', bundler => {
  it('is styled before its sheets have come, and as it was once they have', { timeout: 60_000 }, async () => {
    const project = await builtSite(bundler)
    try {
      const untouched = await serveApplication(join(project.root, 'dist'), '/shop')
      const before = await stylesAt(`${untouched.origin}/shop/`, null)
      untouched.close()
      const { config, files, command } = BUILT_SITES[bundler]
      await project.write(await helped(bundler, files[config]!))
      await project.build(command)
      const server = await serveApplication(join(project.root, 'dist'), '/shop')
      expect(changes(before, await stylesAt(`${server.origin}/shop/`, /\.css/))).toEqual([])
      expect(changes(before, await stylesAt(`${server.origin}/shop/`, null))).toEqual([])
      server.close()
    } finally {
      await project.remove()
    }
  })
})

describe('a page that is drawn while it is built', () => {
  it('is styled before its sheets have come; at other addresses they are waited for', { timeout: 60_000 }, async () => {
    const project = await applicationProject('react')
    try {
      await writeSite(project.root, {
        'src/style.css': `body { font: 20px/1.4 sans-serif }\nh1 { color: rgb(1, 2, 3) }\n.unused { x: 1 }\n`,
      })
      await drawnAt(project, 'react', ['/'], APPS.react['vite.config.js']!)
      const config = await readFile(join(project.root, 'vite.config.js'), 'utf8')
      await project.write(await helped('vite', config))
      await project.build(BUILD)
      const server = await serveApplication(join(project.root, 'dist'))
      const heading = (styles: readonly string[]): readonly string[] =>
        styles.slice(styles.findIndex(one => one.startsWith('H1 ')))
      const whole = heading(await stylesAt(`${server.origin}/`, null))
      expect(whole).toContain('color: rgb(1, 2, 3)')
      expect(changes(whole, heading(await stylesAt(`${server.origin}/`, /\.css/)))).toEqual([])
      const page = await browser.newPage()
      await page.goto(`${server.origin}/lamps/12`, { waitUntil: 'load' })
      expect(await page.$$eval('head > link[rel=stylesheet]:not([media])', all => all.length)).toBe(1)
      await page.close()
      server.close()
    } finally {
      await project.remove()
    }
  })
})
