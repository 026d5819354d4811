import { execFile } from 'node:child_process'
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from './pages.js'

/**
 * Type-checks programs as files of a project that has the package installed: what they import from `tunewright` are its public types.
 *
 * @param programs texts by name
 * @returns the compiler's complaints, each line beginning with the name of the program.
 */
export async function complaintsOf(programs: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tunewright-examples-')))
  try {
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const compilerOptions = {
      paths: {
        tunewright: [join(ROOT, 'src/index.ts')],
        'tunewright/strategy': [join(ROOT, 'src/strategies/kit.ts')],
        'tunewright/source/*': [join(ROOT, 'src/*')],
      },
    }
    const include = ['*.ts', join(ROOT, 'src/**/*.d.ts')]
    const files = {
      'tsconfig.json': JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include }),
    }
    for (const [name, text] of Object.entries({ 'package.json': '{"type": "module"}', ...files, ...programs }))
      await writeFile(join(folder, name), text)
    const done = promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      cwd: folder,
    })
    const output = await done.then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    )
    return output.split('\n').filter(line => line !== '')
  } finally {
    await rm(folder, { recursive: true })
  }
}
