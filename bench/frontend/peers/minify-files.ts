import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { transform } from 'esbuild'
import { minify } from 'html-minifier-terser'
import { glob } from 'tinyglobby'

/** What its README calls safe: white space that shows is kept as one space, comments go. */
const HTML = {
  collapseWhitespace: true,
  conservativeCollapse: true,
  removeComments: true,
  minifyCSS: true,
  minifyJS: true,
} as const

/**
 * What a build step does for pages that have no bundler: HTML, CSS and scripts made smaller, each file by itself under its own name.
 * @returns what was done, in words
 */
export const minifyFiles = async (folder: string): Promise<string> => {
  const files = await glob(['**/*.{html,css,js}'], { cwd: folder, ignore: ['**/node_modules/**', '**/*.min.*'] })
  let [before, after] = [0, 0]
  for (const name of files.sort()) {
    const file = path.join(folder, name)
    const source = await readFile(file, 'utf8')
    const minified = await minifyOne(name, source)
    before += source.length
    after += minified.length
    await writeFile(file, minified)
  }
  return `${files.length} files minified: ${before} → ${after} characters`
}

const minifyOne = async (name: string, source: string): Promise<string> => {
  if (name.endsWith('.html')) return minify(source, HTML)
  const loader = name.endsWith('.css') ? 'css' : 'js'
  return (await transform(source, { loader, minify: true, legalComments: 'none' })).code
}
