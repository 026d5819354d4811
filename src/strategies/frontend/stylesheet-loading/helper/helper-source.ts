import { readFile } from 'node:fs/promises'
import type { Helper } from '../../../build-config/extend-config.js'
import { literal } from '../../../build-config/literal.js'
import type { StyleLimits } from './used-styles.mjs'

/** Bundlers that write pages themselves, and whose configuration takes a plugin. */
export type PageBundler = 'vite' | 'webpack'

/** The helper beside a configuration of each: the adapter to it, and what stands in the same file for both. */
const PARTS: Readonly<Record<PageBundler, Helper & { readonly adapter: string; readonly begins: string }>> = {
  vite: {
    file: 'vite.used-styles.mjs',
    pass: 'withUsedStylesInPages',
    adapter: 'vite.mjs',
    begins:
      "import { existsSync, readFileSync, writeFileSync } from 'node:fs'\nimport { join, resolve } from 'node:path'\n",
  },
  webpack: {
    file: 'webpack.used-styles.cjs',
    pass: 'withUsedStylesInPages',
    adapter: 'webpack.cjs',
    begins: "'use strict'\n",
  },
}

export const helperOf = (bundler: PageBundler): Helper => PARTS[bundler]

const read = (name: string): Promise<string> => readFile(new URL(`./${name}`, import.meta.url), 'utf8')

/**
 * The text of the helper.
 * @param pages paths of the pages' files, below the root of the site
 */
export const helperSource = async (
  bundler: PageBundler,
  pages: readonly string[],
  { maximum, forScripts, minimumLeftOut }: StyleLimits,
): Promise<string> => {
  const { begins, adapter } = PARTS[bundler]
  const [core, adapted] = await Promise.all([read('used-styles.mjs'), read(adapter)])
  return `// Has pages of this project hold what they may use of its style sheets while it is built: rules all of whose names (class, id, element, attribute) stand in the page or
// in its scripts. The whole of each sheet comes after the first paint, and then applies as it would have before.
// The configuration beside it passes what it exports through withUsedStylesInPages().

${begins}
const pages = ${literal(pages)}
const limits = ${literal({ maximum, forScripts, minimumLeftOut })}

${core.replace(/^export /gm, '')}
${adapted}`
}
