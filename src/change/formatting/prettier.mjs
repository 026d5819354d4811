// Runs in the folder of a project, with the Prettier that is installed there (2 or 3).

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rewriteFiles } from './rewrite-files.mjs'

const require = createRequire(resolve('package.json'))
const { default: prettier } = await import(pathToFileURL(require.resolve('prettier')).href)

/** Null where it is none of the files that the project has written so. */
async function formatted({ path, before, after }) {
  const { ignored, inferredParser } = await prettier.getFileInfo(path, { ignorePath: '.prettierignore' })
  if (ignored || !inferredParser) return null
  const options = { ...(await prettier.resolveConfig(path, { editorconfig: true })), filepath: path }
  if (before !== null && (await prettier.format(before, options)) !== before) return null
  return prettier.format(after, options)
}

await rewriteFiles(formatted)
