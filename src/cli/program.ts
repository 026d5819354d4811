import { Command, Help, type Option } from 'commander'
import { redactText } from '../model/redaction/index.js'
import { addAnalyze } from './commands/analyze.js'
import { addCheck } from './commands/check.js'
import { addClean } from './commands/clean.js'
import { addCompletion } from './commands/completion.js'
import { addDoctor } from './commands/doctor.js'
import { addHistory } from './commands/history.js'
import { addInit } from './commands/init.js'
import { addOptimize } from './commands/optimize.js'
import { addProve } from './commands/prove.js'
import { addReport } from './commands/report.js'
import { addRollback } from './commands/rollback.js'
import { addStrategy } from './commands/strategy.js'
import { addVerify } from './commands/verify.js'
import { EXIT } from './exit-code.js'

const EXIT_CODES = `
Exit codes:
  0    done: something was kept, or nothing was worth keeping
  1    failed, or (doctor) something needed is missing
  2    a wrong argument, option or configuration
  3    nothing was worth keeping, with optimize --fail-if-nothing-kept;
       prove: not shown
  4    prove: worse, or broken
  5    check: a budget is not kept, or (--fail-on-trigger) a trigger is set off
  130  interrupted; everything is put back`

/** That an option is off where it is not given goes without saying. */
const withoutFalse = (option: Option): string =>
  new Help().optionDescription(option).replace(/ ?\(default: false\)/, '')

/** Without `[options]`, which all of them have: at 80 columns there is room then to break descriptions between words. */
const nameAndArguments = (command: Command): string => new Help().subcommandTerm(command).replace(' [options]', '')

/** The command line, whole: one line for each command. */
export function createProgram(version: string): Command {
  const program = new Command('tunewright')
    .description(
      'Makes web systems faster by itself: measures, changes one thing, proves it, keeps it or puts it back.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureOutput({ outputError: (text, write) => write(redactText(text)) })
    .showHelpAfterError('(tunewright --help shows what there is)')
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ optionDescription: withoutFalse, subcommandTerm: nameAndArguments })
    .exitOverride(error => {
      // Commander's own errors are about arguments; help and version are not errors.
      process.exit(error.exitCode === 0 ? EXIT.done : EXIT.badInput)
    })
  addOptimize(program)
  addAnalyze(program)
  addProve(program)
  addCheck(program)
  addHistory(program)
  addReport(program)
  addVerify(program)
  addRollback(program)
  addStrategy(program)
  addInit(program)
  addDoctor(program)
  addClean(program)
  addCompletion(program)
  for (const command of program.commands) command.copyInheritedSettings(program)
  return program
}
