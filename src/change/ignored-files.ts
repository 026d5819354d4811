import { type ChildProcess, spawn } from 'node:child_process'
import { TunewrightError } from '../model/errors.js'
import { endWithUs } from '../system/process-records.js'
import { markedOnceBegun } from '../system/runs.js'
import { gitCommand } from './git.js'

/** A git that nobody has asked anything for this long is let go, ms. */
const IDLE = 300
/** What it answers of a file: where the pattern stands, in which line, the pattern, the file. */
const FIELDS = 4

interface Asked {
  readonly answer: (isIgnored: boolean) => void
  readonly fail: (error: Error) => void
}

/**
 * Asks git whether it ignores files of a working tree: one git for as long as questions come, since a process for each of many new files takes longer than all
 * that is asked.
 */
export class IgnoredFiles {
  readonly #root: string
  #git: ChildProcess | null = null
  #waiting: Asked[] = []
  #idle: NodeJS.Timeout | undefined

  /** @param root absolute */
  constructor(root: string) {
    this.#root = root
  }

  /**
   * @param file within the working tree, there or not; what is under version control is not ignored
   * @throws TunewrightError CLONE_FAILED
   */
  has(file: string): Promise<boolean> {
    clearTimeout(this.#idle)
    const git = this.#git ?? this.#start()
    return new Promise<boolean>((answer, fail) => {
      this.#waiting.push({ answer, fail })
      // The command takes no pathspecs, not even literal ones; `./` keeps a leading colon from being read as one.
      git.stdin?.write(`./${file}\0`)
    })
  }

  /** What is ignored may be something else from here on: the next question is for a git of its own. */
  renew(): void {
    clearTimeout(this.#idle)
    this.#git?.stdin?.end()
    this.#git = null
  }

  #start(): ChildProcess {
    const args = ['check-ignore', '--stdin', '-z', '--verbose', '--non-matching']
    const { args: all, environment } = gitCommand(args, { GIT_LITERAL_PATHSPECS: '0' })
    const git = spawn('git', all, { cwd: this.#root, env: markedOnceBegun(environment), detached: true })
    const gone = git.pid === undefined ? undefined : endWithUs(git.pid)
    const waiting: Asked[] = []
    this.#waiting = waiting
    let [said, complained] = ['', '']
    git.stdin.on('error', () => undefined) // it may end without reading its input
    git.stderr.on('data', (part: Buffer) => {
      complained += part
    })
    git.stdout.setEncoding('utf8').on('data', (part: string) => {
      const fields = (said + part).split('\0')
      said = fields.pop() ?? ''
      while (fields.length >= FIELDS) {
        const [source, , pattern] = fields.splice(0, FIELDS)
        waiting.shift()?.answer(source !== '' && !pattern?.startsWith('!'))
      }
      said = [...fields, said].join('\0')
      if (waiting.length > 0 || this.#git !== git) return
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => this.renew(), IDLE)
    })
    const ended = (cause?: Error): void => {
      gone?.()
      if (this.#git === git) this.#git = null
      for (const { fail } of waiting.splice(0))
        fail(
          new TunewrightError('CLONE_FAILED', `git check-ignore failed: ${cause?.message ?? complained.trim()}`, {
            remedy: `Look at the clone in ${this.#root} with git itself.`,
            ...(cause && { cause }),
          }),
        )
    }
    git.on('error', ended).on('close', () => ended())
    this.#git = git
    return git
  }
}
