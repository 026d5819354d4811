// Runs in the folder of a project, with the ESLint (7 or later) that is installed there.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { rewriteFiles } from './rewrite-files.mjs'

const { ESLint } = createRequire(resolve('package.json'))('eslint')
const looking = new ESLint()
// What is a warning alone fails no build.
const mending = new ESLint({ fix: ({ severity }) => severity === 2 })

/** Null where it is left alone, or was not kept to the project's rules before. */
async function mended({ path, before, after }) {
  if (await looking.isPathIgnored(path)) return null
  if (before !== null) {
    const [had] = await looking.lintText(before, { filePath: path })
    if (had.errorCount > 0) return null
  }
  const [result] = await mending.lintText(after, { filePath: path })
  return result.output ?? null
}

await rewriteFiles(mended)
