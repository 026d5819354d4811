import { existsSync } from 'node:fs'
import { access, constants, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { messageOf, TunewrightError } from '../../model/errors.js'
import { allowedEnvironment } from '../../system/environment.js'
import { scratchFolder } from '../../system/runs.js'
import { stateFolder } from '../../system/state-folder.js'
import { runTool } from '../../system/tool.js'
import { labFonts } from './lab-fonts.js'

/** A browser that can be started. */
export interface FoundBrowser {
  readonly executable: string
  readonly source: 'configured' | 'installed' | 'bundled'
  /** What it needs besides our own environment: the fonts of the one that comes with us. */
  readonly environment: Readonly<Record<string, string>>
}

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']
const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const UNPACKER = `
  const module = require(process.argv[1])
  const chromium = module.default ?? module
  chromium.executablePath().catch(error => { console.error(error); process.exit(1) })`
const REMEDY = 'Install Google Chrome or Chromium, or set CHROME_PATH to its executable.'

/**
 * Finds a browser: the one in CHROME_PATH, else one installed, else the one that comes with us.
 * @throws TunewrightError BROWSER_MISSING
 */
export const findBrowser = async (environment: NodeJS.ProcessEnv = process.env): Promise<FoundBrowser> => {
  const configured = environment.CHROME_PATH
  if (configured) {
    if (await isExecutable(configured)) {
      await requireRunnable(configured)
      return { executable: configured, source: 'configured', environment: {} }
    }
    throw new TunewrightError('BROWSER_MISSING', `CHROME_PATH names no executable: ${configured}`, { remedy: REMEDY })
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const candidates = folders.flatMap(folder => NAMES.map(name => join(folder, name)))
  if (process.platform === 'darwin') candidates.push(...MAC_APPLICATIONS)
  for (const executable of candidates) {
    if (await isExecutable(executable)) return { executable, source: 'installed', environment: {} }
  }
  try {
    return await bundled()
  } catch (error) {
    throw new TunewrightError(
      'BROWSER_MISSING',
      `No browser is installed, and the bundled one cannot be used: ${messageOf(error)}`,
      { remedy: REMEDY, cause: error },
    )
  }
}

const isExecutable = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** Asked for its version: what the system cannot run at all is told here rather than by a process that never was. */
async function requireRunnable(executable: string): Promise<void> {
  const signal = AbortSignal.timeout(30_000)
  await runTool(executable, ['--version'], { environment: allowedEnvironment(), signal }).catch((error: unknown) => {
    // One that is slow to say its version may be able to measure all the same.
    if (signal.aborted) return
    throw new TunewrightError('BROWSER_FAILED', `The browser did not start: ${messageOf(error)}`, {
      remedy: 'Set CHROME_PATH to the executable of Google Chrome or Chromium for this machine.',
      cause: error,
    })
  })
}

/**
 * Unpacks the bundled Chromium once into our state folder. Its own unpacker writes to a fixed name in the temporary folder, which another
 * user may have planted there and two processes may be writing at once: so it runs with a temporary folder of its own, which is then
 * moved into place in one step.
 */
const bundled = async (): Promise<FoundBrowser> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`it is for Linux on x64, and this is ${process.platform} on ${process.arch}`)
  }
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const version = await versionOf(entry)
  const home = join(stateFolder(), 'browsers', `chromium-${version}`)
  if (!existsSync(join(home, 'chromium'))) await unpack(entry, home)
  const environment = { FONTCONFIG_FILE: await labFonts(join(stateFolder(), 'browsers', 'fonts')) }
  return { executable: join(home, 'chromium'), source: 'bundled', environment }
}

const versionOf = async (entry: string): Promise<string> => {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (!existsSync(file)) continue
    const content = JSON.parse(await readFile(file, 'utf8')) as { name?: string; version?: string }
    if (content.name === '@sparticuz/chromium' && content.version) return content.version
  }
  throw new Error('its package is incomplete')
}

const unpack = async (entry: string, home: string): Promise<void> => {
  await mkdir(dirname(home), { recursive: true, mode: 0o700 })
  const scratch = scratchFolder('browser', 'work')
  try {
    const { exitCode, endedBy, stderr } = await runTool(process.execPath, ['-e', UNPACKER, entry], {
      environment: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TMPDIR: scratch },
    })
    if (exitCode !== 0) throw new Error(`it could not be unpacked: ${stderr.trim() || endedBy}`)
    await rename(scratch, home)
  } catch (error) {
    await rm(scratch, { recursive: true, force: true })
    // Another process was faster: its copy is as good.
    if (!existsSync(join(home, 'chromium'))) throw error
  }
}
