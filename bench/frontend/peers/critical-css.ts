import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Beasties from 'beasties'
import { glob } from 'tinyglobby'

// Its types are those of a CommonJS module, what is loaded is an ES module.
const Inliner = Beasties as unknown as typeof Beasties.default

/** Whether a page names its style sheets from the site's root. */
const fromRoot = (html: string): boolean => /<link\b[^>]*\bhref=["']?\/(?!\/)[^"'\s>]*\.css/i.test(html)

const styles = (html: string): number => html.split('<style').length

/**
 * beasties with its own defaults on every page that lies in a folder: the rules that the page's markup matches go into the page, the style
 * sheets are loaded later. It finds none that a page names by a path upwards (`../site.css`): such a page stays as it is.
 * @returns what was done, in words
 */
export const inlineCriticalCss = async (folder: string): Promise<string> => {
  const pages = (await glob(['**/*.html'], { cwd: folder, ignore: ['**/node_modules/**'] })).sort()
  let changed = 0
  for (const name of pages) {
    const file = path.join(folder, name)
    const html = await readFile(file, 'utf8')
    const beasties = new Inliner({ path: fromRoot(html) ? folder : path.dirname(file), logLevel: 'silent' })
    const processed = await beasties.process(html)
    if (styles(processed) === styles(html)) continue
    await writeFile(file, processed)
    changed++
  }
  return `critical CSS in ${changed} of ${pages.length} pages`
}
