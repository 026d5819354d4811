import type { Command } from 'commander'
import type { DoctorOptions } from '../doctor/doctor.js'
import { PACKAGE, withOutputOptions } from '../options.js'
import { runCommandLine } from '../run.js'

const EXAMPLES = `
Examples:
  tunewright doctor               this machine, and the project in this folder
  tunewright doctor shop --json   for ./shop; the last line is for programs

Exit code 0: everything needed is there; 1: something is missing. The project
is not changed; what killed sessions left is only told (\`tunewright clean\`
acts).`

/** `tunewright doctor`: whether everything needed is there, and what to do where it is not. */
export const addDoctor = (program: Command): Command =>
  withOutputOptions(program.command('doctor').argument('[folder]', 'the project (default: this folder)'))
    .description('check that everything needed is there, and say what to do where it is not')
    .option('--package <package>', PACKAGE)
    .addHelpText('after', EXAMPLES)
    .action((folder: string | undefined, options: DoctorOptions) =>
      runCommandLine(options, async context => {
        // Each part is loaded only here: a broken one must not keep the others from being looked at.
        const { doctor } = await import('../doctor/doctor.js')
        return doctor(folder, options, context)
      }),
    )
