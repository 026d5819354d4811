import { z } from 'zod'
import { TunewrightError } from '../model/errors.js'

const contentSchema = z.object({ hash: z.string(), mode: z.number().int() }).nullable()

const recordSchema = z.discriminatedUnion('type', [
  /** Since version 2. The folder of everything of this session and target; first in the journal. */
  z.object({ type: z.literal('work-begun'), folder: z.string() }),
  z.object({
    type: z.literal('change-begun'),
    change: z.string(),
    sessionId: z.string(),
    candidateId: z.string(),
    /** What the edits' paths are relative to. Since version 2 relative to the state folder where it is in it, so that one that was moved is understood. */
    root: z.string(),
    /** The clone's commit at that moment; null outside git. */
    head: z.string().nullable(),
  }),
  z.object({
    type: z.literal('edit-intended'),
    change: z.string(),
    path: z.string(),
    before: contentSchema,
    after: contentSchema,
    /** Folders that the edit creates, outermost first. */
    createdFolders: z.array(z.string()),
  }),
  z.object({ type: z.literal('edit-done'), change: z.string(), path: z.string() }),
  z.object({ type: z.literal('change-kept'), change: z.string(), commit: z.string() }),
  z.object({ type: z.literal('change-reverted'), change: z.string() }),
  /** Since version 2. A new branch of the user's repository is about to be made; null: a patch in the state folder. */
  z.object({
    type: z.literal('delivery-intended'),
    repository: z.string().nullable(),
    name: z.string(),
    commit: z.string(),
  }),
  /** Since version 2. Whether it is there, whole. */
  z.object({ type: z.literal('delivery-settled'), name: z.string(), landed: z.boolean() }),
])

/** One line of a journal. */
export type JournalRecord = z.infer<typeof recordSchema>
export type RecordOf<T extends JournalRecord['type']> = Extract<JournalRecord, { type: T }>
export type EditRecord = RecordOf<'edit-intended'>

const VERSION = 2
const headerSchema = z.object({ format: z.literal('tunewright-journal'), version: z.number().int() })

export const HEADER = `${JSON.stringify({ format: 'tunewright-journal', version: VERSION })}\n`

const broken = (line: number, cause?: unknown): TunewrightError =>
  new TunewrightError('JOURNAL_BROKEN', `Line ${line} of the journal cannot be read.`, {
    remedy: 'Nothing needs to be done: it concerns a private clone only, which is not used any more.',
    state: 'Your own checkout is not concerned.',
    cause,
  })

function parseLine<T>(text: string, schema: z.ZodType<T>, line: number): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw broken(line, cause)
  }
}

/**
 * Reads a journal of this or an older version. What was being appended when a process died (a last line without its line
 * break) never took effect and is left out.
 *
 * @returns the records, and how many bytes of the file hold them
 * @throws TunewrightError JOURNAL_BROKEN where anything but the end is damaged, JOURNAL_NEWER where a newer version wrote it
 */
export function parseJournal(content: Buffer): { readonly records: readonly JournalRecord[]; readonly bytes: number } {
  const bytes = content.lastIndexOf(0x0a) + 1
  if (bytes === 0) return { records: [], bytes: 0 }
  const [first = '', ...lines] = content
    .subarray(0, bytes - 1)
    .toString('utf8')
    .split('\n')
  const { version } = parseLine(first, headerSchema, 1)
  if (version > VERSION) {
    throw new TunewrightError('JOURNAL_NEWER', `A newer version of Tunewright wrote the journal (format ${version}).`, {
      remedy: 'Start the version that wrote it once: it puts back what is open. Until then the journal is left alone.',
      state: 'Your own checkout is not concerned.',
    })
  }
  return { records: lines.map((line, i) => parseLine(line, recordSchema, i + 2)), bytes }
}
