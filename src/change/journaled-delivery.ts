import { rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import type { Clone } from './clone.js'
import type { Delivery } from './deliver.js'
import { tryGit } from './git.js'
import type { Journal } from './journal.js'

/** Hands a clone's commits over; what is about to be made is on record first, so that it is whole or not at all, whatever happens. */
export async function deliverJournaled(clone: Clone, journal: Journal, wanted: string): Promise<Delivery> {
  let name = wanted
  const delivery = await clone.deliver(wanted, async intended => {
    name = intended.name
    await journal.append({ type: 'delivery-intended', ...intended })
  })
  journal.checkpoint('delivered')
  await journal.append({ type: 'delivery-settled', name, landed: true })
  return delivery
}

const SHARED_FOLDERS = ['refs', 'logs']

/** What a killed git leaves of a branch that it did not come to make: its lock, the beginning of its log, and folders made for them. */
async function clearRemains(repository: string, branch: string): Promise<void> {
  const asked = await tryGit(repository, ['rev-parse', '--git-common-dir'])
  if (asked.exitCode !== 0) return
  const common = path.resolve(repository, asked.stdout.toString().trim())
  await rm(path.join(common, 'refs/heads', `${branch}.lock`), { force: true })
  await rm(path.join(common, 'logs/refs/heads', branch), { force: true })
  for (const top of SHARED_FOLDERS.map(name => (name === 'refs' ? 'refs/heads' : 'logs/refs/heads'))) {
    for (let folder = path.dirname(branch); folder !== '.'; folder = path.dirname(folder))
      await rmdir(path.join(common, top, folder)).catch(() => undefined) // not there, or other branches are in it
  }
}

/**
 * Finds out what became of a delivery that a killed run had begun, once nothing of that run is running any more.
 *
 * @returns the branch or patch that is there whole, or null
 */
export async function settleDelivery(journal: Journal): Promise<string | null> {
  const intended = journal.openDelivery()
  if (!intended) return null
  const { repository, name, commit } = intended
  let landed = false
  if (repository !== null) {
    const found = await tryGit(repository, ['rev-parse', '--verify', '--quiet', `refs/heads/${name}^{commit}`]).catch(
      () => null, // the repository is gone
    )
    landed = found?.exitCode === 0 && found.stdout.toString().trim() === commit
    if (found && found.exitCode !== 0) await clearRemains(repository, name)
  }
  await journal.append({ type: 'delivery-settled', name, landed })
  return landed ? name : null
}
