import { TunewrightError } from '../model/errors.js'
import { redactText } from '../model/redaction/index.js'
import type { Logger } from '../model/services.js'
import { consoleLogger } from '../services/logger.js'
import { errorText, exitCodeOf } from './error-text.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { type Interrupt, listenForInterrupt } from './interrupt.js'
import { noteStream } from './note-stream.js'
import { type ProgressView, progressView } from './progress/view.js'
import { openTerminal, type Terminal } from './terminal.js'

/** What a command works with. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly view: ProgressView
  readonly logger: Logger
  readonly interrupt: Interrupt
}

export interface RunOptions {
  readonly quiet: boolean
  readonly color: boolean
  readonly debug: boolean
}

/** Runs a command with everything around it: progress, Ctrl-C, errors as text, and the exit code. */
export async function runCommandLine(
  options: RunOptions,
  command: (context: CommandContext) => Promise<ExitCode>,
): Promise<void> {
  const terminal = openTerminal({ color: options.color })
  const view = progressView(terminal, options.quiet, performance.now())
  const logger = consoleLogger({ level: options.debug ? 'debug' : 'warn', stream: noteStream(view, terminal) })
  const interrupt = listenForInterrupt(() => {
    view.note('Stopping and putting everything back. Press Ctrl-C again to leave at once.')
  })
  try {
    const code = await command({ terminal, view, logger, interrupt })
    process.exitCode = interrupt.requested ? EXIT.interrupted : code
  } catch (error) {
    view.close()
    const isStopped = error instanceof TunewrightError && error.code === 'CANCELLED'
    if (isStopped) terminal.progress.write(`Stopped. ${error.state}\n`)
    else terminal.progress.write(`${redactText(errorText(error, terminal.progressColors, options.debug))}\n`)
    process.exitCode = interrupt.requested ? EXIT.interrupted : exitCodeOf(error)
  } finally {
    view.close()
    interrupt.dispose()
  }
}
