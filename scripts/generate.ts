import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generatedFiles, ROOT } from './generate/files.js'

/** `npm run generate`: writes the files that are made from others. */
for (const [path, text] of await generatedFiles()) {
  await writeFile(join(ROOT, path), text)
  console.log(path)
}
