import { runTool } from '../../system/tool.js'
import type { ServerUser } from './place.js'

/** What tools of the server get: their own library path is in the binaries. */
export const serverEnvironment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
})

/** Runs one of the server's tools to its end. @throws Error with what it said where it fails */
export async function runServerTool(
  file: string,
  args: readonly string[],
  o: { readonly user?: ServerUser | null; readonly cwd?: string } = {},
): Promise<void> {
  const { exitCode, endedBy, stderr } = await runTool(file, args, {
    environment: serverEnvironment(),
    ...(o.cwd === undefined ? {} : { cwd: o.cwd }),
    ...(o.user ?? {}),
  })
  if (exitCode !== 0) throw new Error(`${stderr.trim().slice(-2_000)} (${exitCode ?? endedBy})`)
}
