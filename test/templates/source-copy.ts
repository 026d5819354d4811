import { execFile } from 'node:child_process'
import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const NAMES = ['src', 'test', 'bench', 'scripts', 'templates', 'schema', 'docs', 'biome.json', 'package.json']
const CONFIGS = ['tsconfig.json', 'vitest.config.ts', '.gitignore']

const TOOLS = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  vitest: 'vitest/vitest.mjs',
  tsx: 'tsx/dist/cli.mjs',
} as const

/** A copy of the source in which something may be made: nothing in this checkout is written. */
export interface SourceCopy {
  readonly root: string
  /** Runs a tool of this repository in it; gives its exit code and all that it printed. */
  run(tool: keyof typeof TOOLS, ...args: string[]): Promise<{ readonly code: number; readonly output: string }>
  remove(): Promise<void>
}

export async function copySource(): Promise<SourceCopy> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'tunewright-templates-')))
  for (const name of [...NAMES, ...CONFIGS]) await cp(join(ROOT, name), join(root, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  return {
    root,
    run: (tool, ...args) =>
      promisify(execFile)(process.execPath, [join(ROOT, 'node_modules', TOOLS[tool]), ...args], { cwd: root }).then(
        ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
        ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
          code,
          output: stdout + stderr,
        }),
      ),
    remove: () => rm(root, { recursive: true, force: true }),
  }
}
