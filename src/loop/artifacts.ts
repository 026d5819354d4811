import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

import { concealed, concealText, isSecretKey, revealText } from '../model/redaction/index.js'

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

/** A record with the secrets in its keys concealed; the same one where there are none. */
function concealKeys(value: object): object {
  const entries = Object.entries(value)
  return entries.some(([key]) => concealText(key) !== key)
    ? Object.fromEntries(entries.map(([key, item]) => [concealText(key), item]))
    : value
}

const conceal = (key: string, value: unknown): unknown => {
  if (typeof value === 'string') return isSecretKey(key) && value !== '' ? concealed(value) : concealText(value)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? concealKeys(value) : value
}

const reveal = (_: string, value: unknown): unknown => {
  if (typeof value === 'string') return revealText(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return entries.some(([key]) => key.includes('[redacted:'))
    ? Object.fromEntries(entries.map(([key, item]) => [revealText(key), item]))
    : value
}

/** What this process knows of files, by their names: the last ones written or read, with what tells that the file is still that one. */
const known = new Map<string, { readonly written: string; readonly value: unknown }>()
/** They hold the screenshots of an arm's pages: more of them than are asked for again would only take room. */
const MOST_KNOWN = 3

const remember = (file: string, one: { readonly written: string; readonly value: unknown }): void => {
  known.delete(file)
  known.set(file, one)
  for (const oldest of known.keys()) if (known.size > MOST_KNOWN) known.delete(oldest)
}

const writtenAt = async (file: string): Promise<string> => {
  const { ino, size, mtimeNs } = await stat(file, { bigint: true })
  return `${ino} ${size} ${mtimeNs}`
}

/**
 * Writes a value whole or not at all; written again under the same name, the last one counts. What is read of pages may hold secrets of
 * theirs: in the file are labels, which only this process can read. The value is not to be changed any more: who reads it may be given the same one.
 */
export async function keepArtifact<T>(folder: string, name: string, value: T): Promise<Artifact<T>> {
  const { file } = artifactOf<T>(folder, name)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(`${file}.part`, await compress(JSON.stringify(value, conceal), { level: 1 }), { mode: 0o600 })
  const written = await writtenAt(`${file}.part`)
  await rename(`${file}.part`, file)
  remember(file, { written, value })
  return { file }
}

/** Whether something was written under its name. */
export const isKept = ({ file }: Artifact<unknown>): boolean => existsSync(file)

/** @throws Error of the system where it is not there, or is not whole */
export const readArtifact = async <T>({ file }: Artifact<T>): Promise<T> => {
  const written = await writtenAt(file)
  const one = known.get(file)
  const value =
    one?.written === written ? one.value : JSON.parse((await decompress(await readFile(file))).toString('utf8'), reveal)
  remember(file, { written, value })
  return value as T
}
