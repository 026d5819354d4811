import { rm } from 'node:fs/promises'
import { type Browser, type CDPSession, launch } from 'puppeteer-core'
import { messageOf, TunewrightError } from '../../model/errors.js'
import type { Logger } from '../../model/services.js'
import { recordProcess } from '../../system/process-records.js'
import { marked, scratchFolder } from '../../system/runs.js'
import { certificate } from '../serving/index.js'
import type { FoundBrowser } from './find-browser.js'
import { sharedMemoryFlags } from './shared-memory.js'

/** One browser process with a profile of its own. */
export interface LabBrowser {
  /** The browser's own session; targets are made and attached to through it. */
  readonly root: CDPSession
  /** e.g. `147.0.7727.0` */
  readonly version: string
  readonly pid: number
  /** Ends the process and removes its profile. */
  close(): Promise<void>
}

/**
 * Flags: no talk with the outside (also not through a proxy in the environment, which would resolve names for us), nothing that
 * runs beside the page at times of its own choosing, one rendering for every machine.
 */
const flags = (spki: string, allowHosts: readonly string[]): string[] => [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-proxy-server',
  `--host-resolver-rules=${['MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', ...allowHosts.map(host => `EXCLUDE ${host}`)].join(', ')}`,
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  `--ignore-certificate-errors-spki-list=${spki}`,
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
  '--disable-hang-monitor',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--metrics-recording-only',
  '--mute-audio',
  '--no-pings',
  '--password-store=basic',
  '--use-mock-keychain',
]

export interface BrowserOptions {
  /** Told where the browser has to run without its sandbox. */
  readonly logger: Logger
  /** Hosts that may be reached besides 127.0.0.1. */
  readonly allowHosts?: readonly string[]
}

/**
 * @throws TunewrightError BROWSER_FAILED where it does not start
 */
export const startBrowser = async (found: FoundBrowser, o: BrowserOptions): Promise<LabBrowser> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(found, o)
    } catch (error) {
      if (attempt >= MOST_STARTS) throw error
      o.logger.debug('The browser did not start, and is started again', { error: messageOf(error) })
    }
  }
}

/** A browser now and then ends while it starts, for no reason that it would give: an hour of measuring is not to be lost for that. */
const MOST_STARTS = 3

const startOnce = async (found: FoundBrowser, { logger, allowHosts = [] }: BrowserOptions): Promise<LabBrowser> => {
  const { spki } = await certificate()
  const userDataDir = scratchFolder('browser')
  const args = [...flags(spki, allowHosts), ...(await sharedMemoryFlags()), `--user-data-dir=${userDataDir}`]
  let browser: Browser
  try {
    browser = await launchSandboxed(found, args, logger)
  } catch (error) {
    await rm(userDataDir, { recursive: true, force: true })
    throw new TunewrightError('BROWSER_FAILED', `The browser did not start: ${messageOf(error)}`, {
      remedy: `Run \`${found.executable} --version\` to see what it lacks, or set CHROME_PATH to another browser.`,
      cause: error,
    })
  }
  const pid = browser.process()?.pid ?? 0
  const gone = recordProcess(pid)
  return {
    root: await browser.target().createCDPSession(),
    version: (await browser.version()).replace(/^.*\//, ''),
    pid,
    close: async () => {
      await browser.close().catch(() => browser.process()?.kill('SIGKILL'))
      gone()
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/** With its sandbox where it can have one: not as root, and not where the system keeps user namespaces from plain users. */
const launchSandboxed = async (found: FoundBrowser, args: readonly string[], logger: Logger): Promise<Browser> => {
  const start = (more: readonly string[]): Promise<Browser> =>
    launch({
      executablePath: found.executable,
      args: [...args, ...more],
      ignoreDefaultArgs: true,
      pipe: true,
      waitForInitialPage: false,
      defaultViewport: null,
      env: marked({ ...browserEnvironment(), ...found.environment }),
      timeout: 60_000,
      protocolTimeout: 90_000,
      // Whoever runs us decides what to do at a signal; its mark and its record find the browser if we are killed.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
  if (process.getuid?.() === 0) return start(['--no-sandbox'])
  try {
    return await start([])
  } catch (error) {
    if (!/sandbox/i.test(messageOf(error))) throw error
    logger.warn('This system gives the browser no sandbox: it runs without, and loads nothing but the target')
    return start(['--no-sandbox'])
  }
}

/** What a browser needs; no proxies, no credentials. */
const browserEnvironment = (): Record<string, string> => {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'FONTCONFIG_PATH', 'LD_LIBRARY_PATH']
  // One language and time zone, so that dates and numbers are the same wherever the lab runs.
  const environment: Record<string, string> = { LANG: 'en_US.UTF-8', TZ: 'UTC' }
  for (const name of kept) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}
