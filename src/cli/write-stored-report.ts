import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Store } from '../store/store.js'
import { writeOwnReport, writeProving } from './proving-file.js'
import { writeReport } from './report-file.js'

/**
 * Writes the report of a stored session or comparison.
 * @param output null: `report.html` in its folder, which is made again if it was cleaned away
 * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID
 */
export async function writeStoredReport(
  store: Store,
  asked: string,
  output: string | null,
): Promise<{ session?: string; comparison?: string; report: string }> {
  const [{ findRecord }, { storedReport, storedComparison }] = await Promise.all([
    import('../history/find.js'),
    import('../history/stored-report.js'),
  ])
  const found = await findRecord(store, asked)
  if ('comparison' in found) {
    const { proving, folder } = await storedComparison(found.comparison)
    if (output === null) return { comparison: proving.id, report: await writeOwnReport(proving, folder) }
    await writeProving(proving, output)
    return { comparison: proving.id, report: output }
  }
  const { session } = found
  const { report, previews } = await storedReport(session)
  const file = output ?? path.join(session.stateFolder, 'report.html')
  if (output === null) await mkdir(session.stateFolder, { recursive: true, mode: 0o700 })
  await writeReport(report, file, previews)
  return { session: session.id, report: file }
}
