import { join } from 'node:path'
import { build } from 'esbuild'

/** Browsers of the last five years. What is older does not report, and breaks nothing: it leaves the script out as a whole. */
const TARGET = 'es2020'

/** The script that pages load, bundled and minified, as a TypeScript file that exports its text. */
export async function beaconModule(root: string, source: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, source)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGET,
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: '/*! with web-vitals, Apache-2.0, Google LLC */' },
    write: false,
  })
  const text = outputFiles[0]?.text.trim() ?? ''
  return `/** Made from ${source} by \`npm run generate\`. */\nexport const BEACON_SCRIPT =\n  ${JSON.stringify(text)}\n`
}
