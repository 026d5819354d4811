import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { REGISTRY, registryText } from './generate/registry.js'

const root = fileURLToPath(new URL('../', import.meta.url))

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
  console.log(path)
}

/**
 * `npm run generate`: writes the files that are made from others. The registry comes first: the other files are made by code that imports
 * it, which would else not know a folder that is new, and not load where one is gone.
 */
await write(REGISTRY, await registryText(root))
const { generatedFiles } = await import('./generate/files.js')
for (const [path, text] of await generatedFiles()) if (path !== REGISTRY) await write(path, text)
