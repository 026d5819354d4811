import { text } from 'node:stream/consumers'

/**
 * Standard input: a JSON list of { path, before, after }: a file's text, null before where it is new. Standard output: by path, the text as it is to be written; files that
 * are to stay as they are given are not named.
 * @param rewrite null for a file that is left alone; so is one for which it fails
 */
export async function rewriteFiles(rewrite) {
  const written = {}
  for (const file of JSON.parse(await text(process.stdin))) {
    const result = await rewrite(file).catch(() => null)
    if (result !== null && result !== file.after) written[file.path] = result
  }
  process.stdout.write(JSON.stringify(written))
}
