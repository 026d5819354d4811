import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { fingerprint } from '../../src/change/fixtures/repository.js'
import { startProgram } from '../../src/cli/fixtures/run-program.js'
import { processesWith } from './bench.js'

export interface Expected {
  readonly code: string
  readonly message: RegExp
  readonly remedy: RegExp
  readonly exit?: number
}

/** A folder with a `project` in it, and the program run beside it. */
export interface Early {
  readonly folder: string
  readonly project: string
  /** Runs the program and holds what it says to what is expected; the project is as before, nothing is left. */
  refused(expected: Expected, args?: readonly string[], environment?: Record<string, string>): Promise<void>
  remove(): void
}

export function openEarly(): Early {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tunewright-early-')))
  const project = path.join(folder, 'project')
  mkdirSync(project)
  return {
    folder,
    project,
    async refused(expected, args = ['project'], environment = {}) {
      const before = fingerprint(project)
      const { code, stdout, stderr } = await startProgram(folder, ['analyze', ...args], environment).ended
      expect(stderr).toMatch(expected.message)
      expect(stderr.slice(stderr.indexOf('What to do:'))).toMatch(expected.remedy)
      expect(stderr).toMatch(new RegExp(`Nothing was changed\\.\\n(?:.*\\n)*\\(${expected.code}\\)`))
      expect(stderr).not.toMatch(/\n\s+at /)
      expect({ code, stdout }).toEqual({ code: expected.exit ?? 2, stdout: '' })
      expect(fingerprint(project)).toEqual(before)
      expect(existsSync(path.join(folder, 'state', 'sessions'))).toBe(false)
      expect(processesWith(folder)).toEqual([])
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const input = (message: RegExp, remedy: RegExp = /./): Expected => ({ code: 'INPUT_INVALID', message, remedy })
export const unsupported = (message: RegExp, remedy: RegExp = /./): Expected => ({
  code: 'TARGET_UNSUPPORTED',
  message,
  remedy,
})
