import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { branchFacts, deleteBranch } from '../../change/branch-state.js'
import { deliverBranch } from '../../change/deliver.js'
import { writeDurably } from '../../change/durable.js'
import type { RollbackEffect } from '../../model/history.js'
import { sha256 } from '../../system/hash.js'

/** What an effect is made from: the private clone whose head is handed over, or the patch's text. */
export interface Means {
  readonly clone: string | null
  readonly patch: Buffer | null
}

/** Whether what was intended is there: looked up in the user's things, since the record may be older than the deed. */
export async function isCarriedOut(effect: RollbackEffect): Promise<boolean> {
  switch (effect.kind) {
    case 'branch-deleted':
      return (await branchFacts(effect.repository, effect.branch, effect.sha)).at === null
    case 'branch-made':
      return (await branchFacts(effect.repository, effect.branch, effect.head)).at === effect.head
    case 'patch-written': {
      const content = await readFile(effect.file).catch(() => null)
      return content !== null && sha256(content) === effect.sha256
    }
  }
}

/** Does what is on record as intended: one step, which either happens whole or not at all. @throws TunewrightError CLONE_FAILED */
export async function carryOut(effect: RollbackEffect, { clone, patch }: Means): Promise<void> {
  switch (effect.kind) {
    case 'branch-deleted':
      return deleteBranch(effect.repository, effect.branch, effect.sha)
    case 'branch-made':
      if (clone === null) throw new Error('a branch is handed over from a clone')
      return deliverBranch(clone, effect.repository, effect.branch)
    case 'patch-written':
      if (patch === null) throw new Error('a patch has a text')
      await mkdir(path.dirname(effect.file), { recursive: true })
      return writeDurably(effect.file, patch, 0o644)
  }
}
