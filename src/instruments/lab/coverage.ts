import type { CDPSession, Protocol } from 'puppeteer-core'
import type { ScriptCoverage } from '../../model/observation.js'

type Range = readonly [start: number, end: number]

/**
 * The parts of a script that ran. V8 reports nested ranges, the inner one deciding: a function that ran holds blocks that did not.
 * @returns ranges of characters, sorted, merged, without overlap
 */
export const usedRanges = (functions: readonly Protocol.Profiler.FunctionCoverage[]): Range[] => {
  const ranges = functions
    .flatMap(one => one.ranges)
    .filter(range => range.endOffset > range.startOffset)
    // Outer before inner; of two equal ones the later report decides.
    .sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  const used: [number, number][] = []
  const open: Protocol.Profiler.CoverageRange[] = []
  let at = 0
  const advance = (to: number): void => {
    const inner = open.at(-1)
    if (to > at && inner && inner.count > 0) {
      const last = used.at(-1)
      if (last && last[1] === at) last[1] = to
      else used.push([at, to])
    }
    at = Math.max(at, to)
  }
  const closeUntil = (offset: number): void => {
    while (open.length > 0 && open.at(-1)!.endOffset <= offset) {
      advance(open.at(-1)!.endOffset)
      open.pop()
    }
  }
  for (const range of ranges) {
    closeUntil(range.startOffset)
    advance(range.startOffset)
    open.push(range)
  }
  closeUntil(Number.POSITIVE_INFINITY)
  return used
}

/** Ranges of UTF-16 units as ranges of UTF-8 bytes, which is what files and source maps of bundles are cut by. */
export const inBytes = (source: string, ranges: readonly Range[]): Range[] => {
  if (Buffer.byteLength(source) === source.length) return [...ranges]
  let at = 0
  let bytes = 0
  const byteOf = (offset: number): number => {
    bytes += Buffer.byteLength(source.slice(at, offset))
    at = offset
    return bytes
  }
  return ranges.map(([start, end]) => [byteOf(start), byteOf(end)] as const)
}

/** Precise coverage of a page's scripts from before its first one. */
export class CoverageRecorder {
  readonly #session: CDPSession
  readonly #scripts = new Map<string, Protocol.Debugger.ScriptParsedEvent>()

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('Debugger.scriptParsed', event => void this.#scripts.set(event.scriptId, event))
  }

  static async start(session: CDPSession): Promise<CoverageRecorder> {
    const recorder = new CoverageRecorder(session)
    await session.send('Debugger.enable')
    await session.send('Debugger.setSkipAllPauses', { skip: true })
    await session.send('Profiler.enable')
    await session.send('Profiler.startPreciseCoverage', { callCount: false, detailed: true })
    return recorder
  }

  /**
   * Reads what ran until now, and stops.
   * @param origin scripts of other origins and of ours are left out
   * @param shorten turns a URL into the path that scripts are told by
   * @returns one record per script file, and one for each script inside a document (`/path#inline-1`, …)
   */
  async take(origin: string, shorten: (url: string) => string): Promise<ScriptCoverage[]> {
    const { result } = await this.#session.send('Profiler.takePreciseCoverage')
    await this.#session.send('Profiler.stopPreciseCoverage')
    const inlineCount = new Map<string, number>()
    const coverage: ScriptCoverage[] = []
    for (const { scriptId, url, functions } of result) {
      const script = this.#scripts.get(scriptId)
      if (!script || !url.startsWith(`${origin}/`) || url !== script.url) continue
      const { scriptSource } = await this.#session.send('Debugger.getScriptSource', { scriptId })
      if (scriptSource === '') continue
      const ranges = inBytes(scriptSource, usedRanges(functions))
      const path = shorten(url)
      const inline = script.startLine > 0 || script.startColumn > 0
      const number = (inlineCount.get(path) ?? 0) + 1
      if (inline) inlineCount.set(path, number)
      coverage.push({
        url: inline ? `${path}#inline-${number}` : path,
        bytes: Buffer.byteLength(scriptSource),
        usedBytes: ranges.reduce((sum, [start, end]) => sum + end - start, 0),
        usedRanges: ranges,
      })
    }
    await this.#session.send('Debugger.disable')
    return coverage
  }
}

/** Bytes of JavaScript that did not run, over the bytes loaded; 0 for a page without any. */
export const unusedCodeRatio = (coverage: readonly ScriptCoverage[]): number => {
  const bytes = coverage.reduce((sum, script) => sum + script.bytes, 0)
  const used = coverage.reduce((sum, script) => sum + script.usedBytes, 0)
  return bytes === 0 ? 0 : 1 - used / bytes
}
