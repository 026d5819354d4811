import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import loadWabt from 'wabt'

/** A WebAssembly module in text, as a TypeScript file that exports its binary form in base64. */
export const wasmModule = async (root: string, source: string, name: string): Promise<string> => {
  const wabt = await loadWabt()
  const parsed = wabt.parseWat(source, await readFile(join(root, source), 'utf8'), { simd: true })
  try {
    parsed.validate()
    const base64 = Buffer.from(parsed.toBinary({}).buffer).toString('base64')
    return `/** Made from ${source} by \`npm run generate\`. */\nexport const ${name} =\n  '${base64}'\n`
  } finally {
    parsed.destroy()
  }
}
