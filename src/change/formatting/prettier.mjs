// Runs in the folder of a project, with the Prettier that is installed there (2 or 3). Standard input: a JSON list of
// { path, before, after }: a file's text, null before where it is new. Standard output: by path, the text as it is to be written; files that
// are to stay as they are given are not named.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

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

const written = {}
for (const file of JSON.parse(await text(process.stdin))) {
  const result = await formatted(file).catch(() => null)
  if (result !== null && result !== file.after) written[file.path] = result
}
process.stdout.write(JSON.stringify(written))
