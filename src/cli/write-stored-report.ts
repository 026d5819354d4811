import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Store } from '../store/store.js'
import { writeReport } from './report-file.js'

/**
 * Writes the report of a stored session.
 * @param output null: `report.html` in the session's folder, which is made again if it was cleaned away
 * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID
 */
export async function writeStoredReport(
  store: Store,
  asked: string,
  output: string | null,
): Promise<{ session: string; report: string }> {
  const [{ findById }, { storedReport }] = await Promise.all([
    import('../history/find.js'),
    import('../history/stored-report.js'),
  ])
  const { session } = await findById(store, asked)
  const { report, previews } = await storedReport(session)
  const file = output ?? path.join(session.stateFolder, 'report.html')
  if (output === null) await mkdir(session.stateFolder, { recursive: true, mode: 0o700 })
  await writeReport(report, file, previews)
  return { session: session.id, report: file }
}
