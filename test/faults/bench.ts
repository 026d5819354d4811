import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { fingerprint, userGit, writeFiles } from '../../src/change/fixtures/repository.js'
import { type TargetOverrides, TunewrightError } from '../../src/index.js'
import type { Logger } from '../../src/model/services.js'
import { OptimizationAutomationOrchestrator } from '../../src/orchestrator.js'
import { memoryMetrics } from '../../src/services/metrics.js'
import { detectTarget } from '../../src/target/index.js'

export const PAGE =
  '<!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width"><h1>Shop</h1><p>Lamps.</p></html>'

export type Files = Readonly<Record<string, string>>

/** What came of an analysis: its error, or null where it went well. */
export interface Outcome {
  readonly error: TunewrightError | null
  /** Paths of the user's folder that are not as they were, `.git` included. */
  readonly changed: readonly string[]
  /** Commands of processes of ours that are still there. */
  readonly running: readonly string[]
  readonly warnings: readonly string[]
}

export interface Bench {
  /** Everything of the bench is below this. */
  readonly folder: string
  /** A project of a user: a repository with one commit, or a plain folder. */
  project(files: Files, o?: { readonly git?: boolean }): string
  /** Analyzes a project by the public class, as a user would, and looks at what is left of it afterwards. */
  analyze(root: string, overrides?: TargetOverrides): Promise<Outcome>
  close(): Promise<void>
}

/** Processes that carry a mark in their command or environment, but for the database, which lives as long as its store. */
export function processesWith(mark: string): string[] {
  const found: string[] = []
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      const marked = command.includes(mark) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)
      if (marked && command !== '' && !/^\S*postgres\b/.test(command)) found.push(`${pid} ${command}`)
    } catch {
      // ended while we looked
    }
  }
  return found
}

/** Which paths differ between two fingerprints. */
export const differing = (before: Record<string, string>, after: Record<string, string>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(at => before[at] !== after[at]).sort()

/** One orchestrator with a state folder of its own, and projects beside it. Temporary files of ours go below its folder too. */
export function openBench(): Bench {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tunewright-faults-')))
  // As root the database runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const temporary = path.join(folder, 'tmp')
  mkdirSync(temporary)
  chmodSync(temporary, 0o777)
  vi.stubEnv('TUNEWRIGHT_HOME', path.join(folder, 'state'))
  vi.stubEnv('TUNEWRIGHT_DATABASE_URL', undefined)
  vi.stubEnv('TMPDIR', temporary)
  const warnings: string[] = []
  const logger: Logger = { debug() {}, info() {}, warn: message => void warnings.push(message), error() {} }
  const orchestrator = new OptimizationAutomationOrchestrator(logger, { get: () => undefined }, memoryMetrics())
  let made = 0
  return {
    folder,
    project(files, { git = true } = {}) {
      const root = path.join(folder, `project-${++made}`)
      mkdirSync(root)
      writeFiles(root, files)
      if (git) {
        userGit(root, 'init', '-q', '-b', 'main')
        userGit(root, 'config', 'user.name', 'Ada Shop')
        userGit(root, 'config', 'user.email', 'ada@example.com')
        userGit(root, 'add', '-A')
        userGit(root, 'commit', '-q', '--allow-empty', '-m', 'The shop')
      }
      return root
    },
    async analyze(root, overrides = {}) {
      const before = existsSync(root) ? fingerprint(root) : {}
      const mark = randomUUID()
      const error = await (async () => {
        const target = await detectTarget(root, {
          pages: [{ id: 'home', path: '/', weight: 1 }],
          ...overrides,
          id: `target-${mark}`,
          environment: { ...overrides.environment, FAULT_MARK: mark },
        })
        orchestrator.registerTarget(target)
        await orchestrator.analyzeOptimizationOpportunities(target.id, {
          scope: 'all',
          profiles: ['mobile'],
          loads: 1,
        })
        return null
      })().catch((thrown: unknown) => {
        if (thrown instanceof TunewrightError) return thrown
        throw thrown
      })
      return {
        error,
        changed: differing(before, existsSync(root) ? fingerprint(root) : {}),
        running: processesWith(mark),
        warnings: [...warnings],
      }
    },
    async close() {
      await orchestrator.close()
      vi.unstubAllEnvs()
      const left = processesWith(folder)
      await rm(folder, { recursive: true, force: true })
      if (left.length > 0) throw new Error(`Still running: ${left.join('; ')}`)
    },
  }
}
