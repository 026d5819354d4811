import type { Command } from 'commander'
import { type BuildCheck, brokenBudgets } from '../../model/check.js'
import { redactText } from '../../model/redaction/index.js'
import { checkToJson } from '../../report/json.js'
import { checkPath, writeCheck } from '../check-file.js'
import { checkFolder } from '../check-folder.js'
import { checkText } from '../check-text.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { addToSummary, checkAnnotations } from '../github-actions.js'
import { type BuildOptions, INCLUDE_DIRTY, withBuildOptions } from '../options.js'
import { runCommandLine } from '../run.js'

interface CheckOptions extends BuildOptions {
  readonly base?: string
  readonly includeDirty: boolean
  readonly report?: string
  readonly github: boolean
  readonly failOnTrigger: boolean
}

const EXAMPLES = `
Examples:
  tunewright check                      this folder, against where it left main
  tunewright check --base v1.4.0 shop   ./shop, against a revision
  tunewright check --report size.md     with a report for a pull request
  tunewright check --github             annotations and summary of a GitHub job

Sizes only: built in private copies, nothing is loaded or timed, nothing of
yours is changed. What is slower or broken, prove tells. Budgets are the key
budgets of the configuration file, e.g.
  budgets: [{ entry: 'main', must: ['size <= 300kb', 'growth <= 5%'] }]

Exit codes: 0 every budget is kept (or none is set); 5 one is not, or limits
nothing; with --fail-on-trigger also where an optimizer would be set off.`

/** `tunewright check`: what a build weighs, by what it grew, and whether that is within its budgets. */
export const addCheck = (program: Command): Command =>
  withBuildOptions(program.command('check').argument('[folder]', 'the project', '.'))
    .description('hold a build against size budgets and triggers, and say by what it grew; changes nothing')
    .option('--base <revision>', 'what to compare with (default: where HEAD left the default branch)')
    .option('--include-dirty', INCLUDE_DIRTY, false)
    .option('--fail-on-trigger', 'exit with 5 also where a build-time trigger of an optimizer is set off', false)
    .option('--report <file>', 'where to write it too: .md or .json, in a folder that is there')
    .option('--github', 'print annotations for GitHub Actions, and add to the summary of the job', false)
    .addHelpText('after', EXAMPLES)
    .action((folder: string, options: CheckOptions) =>
      runCommandLine(options, async context => {
        const { terminal, view } = context
        const file = options.report === undefined ? null : await checkPath(options.report)
        const check = await checkFolder({ folder, ...options }, context)
        terminal.print(redactText(checkText(check, terminal.colors, terminal.width())))
        if (file !== null) await writeCheck(check, file)
        if (options.github) {
          for (const line of checkAnnotations(check)) terminal.print(line)
          const problem = await addToSummary(check)
          if (problem !== null) view.note(problem)
        }
        if (options.json) terminal.print(checkToJson(check))
        return exitCode(check, options)
      }),
    )

const exitCode = (check: BuildCheck, { failOnTrigger }: CheckOptions): ExitCode =>
  brokenBudgets(check).length > 0 || (failOnTrigger && check.triggers.some(({ fires }) => fires))
    ? EXIT.overBudget
    : EXIT.done
