// Runs in the folder of a project, with the ESLint (7 or later) that is installed there. Standard input and output: as prettier.mjs has them.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'

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

const written = {}
for (const file of JSON.parse(await text(process.stdin))) {
  const result = await mended(file).catch(() => null)
  if (result !== null && result !== file.after) written[file.path] = result
}
process.stdout.write(JSON.stringify(written))
