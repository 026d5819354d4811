import { readFile, rename, writeFile } from 'node:fs/promises'

/** The value that a step came to, read from its file where it was done before; written there once it is whole. */
export const rememberedIn = async <T>(file: string, make: () => Promise<T>): Promise<T> => {
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known !== null) return JSON.parse(known) as T
  const made = await make()
  const unfinished = `${file}.unfinished`
  await writeFile(unfinished, JSON.stringify(made))
  await rename(unfinished, file)
  return made
}
