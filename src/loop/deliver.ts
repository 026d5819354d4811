import { deliverJournaled } from '../change/journaled-delivery.js'
import { describeCommits } from '../change/subjects.js'
import { trackedOutput } from '../change/tracked-output.js'
import type { Delivery } from '../model/session.js'
import type { ActDescription } from './downtime.js'
import type { TargetRuntime } from './runtime.js'

/** Brings the kept commits to the user: a branch `tunewright/<session>`, or a patch where there is no repository. */
export async function deliverKept(runtime: TargetRuntime): Promise<Delivery> {
  const delivered = await deliverJournaled(runtime.clone, runtime.journal, `tunewright/${runtime.sessionId}`)
  const commits = await describeCommits(runtime.clone, delivered.commits)
  if ('patch' in delivered) return { branch: null, commits, patch: delivered.patch }
  const output = await trackedOutput(runtime.clone)
  return { branch: delivered.branch, commits, patch: null, ...(output !== null && { trackedOutput: output }) }
}

export const NOTHING_DELIVERED: Delivery = { branch: null, commits: [], patch: null }

/** What handing over does to the user's system: nothing that it serves with. */
export const actOfDelivery = ({ branch, patch }: Delivery): ActDescription =>
  branch === null
    ? {
        act: `the patch ${patch ?? ''} was written`,
        outOfService: false,
        evidence: 'a file of the session’s own folder: the served folder and its processes are not touched',
      }
    : {
        act: `the branch ${branch} was made in your repository`,
        outOfService: false,
        evidence: 'a branch beside what is checked out: no served file and no process is touched',
      }
