import { existsSync } from 'node:fs'
import { commitFacts } from '../../change/recorded-commits.js'
import { findSource } from '../../change/source.js'
import type { Rollback } from '../../model/history.js'
import type { OptimizationAutomationSession } from '../../model/session.js'
import type { TargetSystem } from '../../model/target.js'
import { deliveredBranch } from '../delivered-branch.js'
import { cloneFolder } from '../rollback/scope.js'
import type { Difference } from './differences.js'
import { type Check, check } from './verify-verdict.js'

/** Holds the commits that were handed over against the record: their ids, trees and order, where they are now. */
export async function verifyDelivery(
  session: OptimizationAutomationSession,
  target: TargetSystem,
  rollbacks: readonly Rollback[],
): Promise<Check[]> {
  const delivery = session.delivery[target.id]
  const recorded = delivery?.commits ?? []
  const last = recorded.at(-1)
  if (!delivery || !last) return []
  const subject = delivery.branch ?? delivery.patch ?? 'what was handed over'
  const places = await placesOf(session, target)
  const whole = rollbacks.find(({ targetId, commits }) => targetId === target.id && commits.includes(last.sha))
  const place = await firstWith(places, last.sha)
  if (place === null) {
    if (whole) return [check(subject, 'same', 'rolled back, and its commits are gone')]
    return [check(subject, 'unknown', 'its commits are neither in the repository nor in the private copy any more')]
  }
  const found: Difference[] = []
  for (const [index, { sha, tree }] of recorded.entries()) {
    const facts = await commitFacts(place, sha)
    const at = `commits[${index}]`
    if (!facts.isThere) found.push({ at: `${at}.sha`, stored: sha, found: 'not there' })
    else if (!facts.isIntact) found.push({ at: `${at}.sha`, stored: sha, found: 'its content has another id' })
    if (tree !== undefined && facts.tree !== tree) found.push({ at: `${at}.tree`, stored: tree, found: facts.tree })
    const before = recorded[index - 1]
    if (before && facts.parent !== before.sha) {
      found.push({ at: `${at}.parent`, stored: before.sha, found: facts.parent })
    }
  }
  if (found.length > 0) return [check(subject, 'different', 'its commits are not the ones recorded', found)]
  const counted = `${recorded.length} ${recorded.length === 1 ? 'commit' : 'commits'} with the recorded ids and trees`
  if (delivery.branch === null) return [check(subject, 'same', counted)]
  return [await branchCheck(target, delivery.branch, last.sha, counted, whole)]
}

async function branchCheck(
  target: TargetSystem,
  branch: string,
  sha: string,
  counted: string,
  rolledBack: Rollback | undefined,
): Promise<Check> {
  const { state, says } = await deliveredBranch(target.root, branch, sha)
  if (rolledBack) return check(branch, 'same', `${counted}; rolled back`)
  if (state === 'gone' || state === 'no-repository')
    return check(branch, 'unknown', `the branch is ${says}; ${counted}`)
  if (state === 'rewritten') {
    const found = [{ at: 'branch', stored: sha, found: 'a branch without this commit' }]
    return check(branch, 'different', says, found)
  }
  return check(branch, 'same', `${counted}; ${says}`)
}

async function placesOf(session: OptimizationAutomationSession, target: TargetSystem): Promise<string[]> {
  const source = existsSync(target.root) ? await findSource(target.root).catch(() => null) : null
  const clone = cloneFolder(session, target)
  return [...(source?.kind === 'repository' ? [source.folder] : []), ...(existsSync(clone) ? [clone] : [])]
}

async function firstWith(places: readonly string[], sha: string): Promise<string | null> {
  for (const place of places) if ((await commitFacts(place, sha)).isThere) return place
  return null
}
