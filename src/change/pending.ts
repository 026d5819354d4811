import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { isOpen, journalsFolder } from './journal.js'
import { parseJournal } from './journal-records.js'

/** A journal that no live process has open. */
export interface ClosedJournal {
  /** `<session>-<target>` */
  readonly name: string
  readonly folder: string
  /** Changes that are neither kept nor put back; null where the journal cannot be read. */
  readonly pending: readonly string[] | null
}

async function pendingIn(folder: string): Promise<string[] | null> {
  try {
    const { records } = parseJournal(await readFile(path.join(folder, 'journal.jsonl')))
    const open = new Set<string>()
    for (const record of records) {
      if (record.type === 'change-begun') open.add(record.change)
      if (record.type === 'change-kept' || record.type === 'change-reverted') open.delete(record.change)
    }
    return [...open]
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : null
  }
}

/** The journals of sessions that have ended, however they did. Nothing is changed. */
export async function closedJournals(stateFolder: string): Promise<ClosedJournal[]> {
  const journals: ClosedJournal[] = []
  for (const name of await readdir(journalsFolder(stateFolder)).catch(() => [])) {
    const folder = path.join(journalsFolder(stateFolder), name)
    if (!(await isOpen(folder))) journals.push({ name, folder, pending: await pendingIn(folder) })
  }
  return journals
}
