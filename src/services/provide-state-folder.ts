import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, TunewrightError } from '../model/errors.js'

const unusable = (folder: string, why: string, cause?: unknown) =>
  new TunewrightError('UNSAFE_ENVIRONMENT', `The state folder ${folder} cannot be used: ${why}.`, {
    remedy: 'Set TUNEWRIGHT_HOME to a folder that you may write to; leave it out for ~/.local/state/tunewright.',
    cause,
  })

/** Ours alone. As root, others may pass: the store then runs as a user of its own; what is within is closed all the same. */
const MODE = process.getuid?.() === 0 ? 0o711 : 0o700

/** Makes one folder in a folder that is there. */
async function makeFolder(folder: string, whole: string): Promise<void> {
  try {
    await mkdir(folder, { mode: MODE })
  } catch (cause) {
    // Another process of ours may have made it in the meantime; whether it is a folder is seen next.
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return
    throw unusable(whole, `${folder} cannot be made (${messageOf(cause)})`, cause)
  }
}

/**
 * Makes the state folder if need be, and holds it to being a folder that can be written to, before anything is put into it. Its missing
 * parents are made one by one: Node's recursive `mkdir` never ends where the system says that a parent is missing although it is there, as
 * in `/proc`.
 *
 * @throws TunewrightError UNSAFE_ENVIRONMENT
 */
export async function provideStateFolder(folder: string): Promise<void> {
  const parts = path.relative(path.parse(folder).root, folder).split(path.sep)
  let at = path.parse(folder).root
  for (const part of parts) {
    at = path.join(at, part)
    const isMissing = await stat(at).then(
      () => false,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return true
        throw unusable(folder, messageOf(error), error)
      },
    )
    if (isMissing) await makeFolder(at, folder)
    const found = await stat(at).catch((cause: unknown) => {
      throw unusable(folder, `${at} leads nowhere`, cause)
    })
    if (!found.isDirectory()) throw unusable(folder, `${at} is a file`)
  }
  // Tried rather than asked: root is allowed everything, also where nothing can be written.
  const probe = await mkdtemp(path.join(folder, '.probe-')).catch((cause: unknown) => {
    throw unusable(folder, `it cannot be written to (${messageOf(cause)})`, cause)
  })
  await rmdir(probe)
}
