import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** A file in the session's folder that holds a value too large for the store's step results. */
export interface Artifact<T> {
  readonly file: string
  /** Never set: ties the file to the type of its content. */
  readonly holds?: T
}

/** Where a value is kept by its name. */
export const artifactOf = <T>(folder: string, name: string): Artifact<T> => ({
  file: path.join(folder, 'artifacts', `${name}.json.gz`),
})

/** Writes a value whole or not at all; written again under the same name, the last one counts. */
export async function keepArtifact<T>(folder: string, name: string, value: T): Promise<Artifact<T>> {
  const { file } = artifactOf<T>(folder, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(`${file}.part`, await compress(JSON.stringify(value), { level: 1 }))
  await rename(`${file}.part`, file)
  return { file }
}

export const readArtifact = async <T>(artifact: Artifact<T>): Promise<T> =>
  JSON.parse((await decompress(await readFile(artifact.file))).toString('utf8')) as T
