import { Console } from 'node:console'
import { type Logger as PinoLogger, pino, destination as pinoDestination } from 'pino'
import { redact, redactText } from '../model/redaction/index.js'
import type { Logger } from '../model/services.js'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[]

type Write = (level: LogLevel, message: string, context: Record<string, unknown>) => void

/** A logger that writes what is left after redaction: the one place where secrets are taken out. */
export const redactingLogger = (write: Write): Logger => {
  const at = (level: LogLevel) => (message: string, context?: Record<string, unknown>) =>
    write(level, redactText(message), redact(context ?? {}))
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const shown = (value: unknown): string =>
  typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value)

/**
 * Lines for people: `14:03:11 info  Session started sessionId=s1`. To the standard error stream by default: what commands print for
 * programs goes to the standard output.
 */
export function consoleLogger(options: { level?: LogLevel; stream?: NodeJS.WritableStream } = {}): Logger {
  const output = new Console(options.stream ?? process.stderr)
  const from = LEVELS.indexOf(options.level ?? 'info')
  return redactingLogger((level, message, context) => {
    if (LEVELS.indexOf(level) < from) return
    const pairs = Object.entries(context).flatMap(([key, value]) =>
      value === undefined ? [] : [` ${key}=${shown(value)}`],
    )
    output.log(`${new Date().toISOString().slice(11, 19)} ${level.padEnd(5)} ${message}${pairs.join('')}`)
  })
}

/** JSON lines by pino: the default logger. Without an instance, one that writes to the standard error stream. */
export function pinoLogger(instance?: PinoLogger): Logger {
  const logger = instance ?? pino({ name: 'tunewright' }, pinoDestination(2))
  return redactingLogger((level, message, context) => logger[level](context, message))
}

/** What is needed of a winston logger. */
export interface WinstonLike {
  log(level: string, message: string, metadata: Record<string, unknown>): unknown
}

/** Writes to a winston logger of yours, at the levels error, warn, info and debug of its default scale. */
export const winstonLogger = (instance: WinstonLike): Logger =>
  redactingLogger((level, message, context) => {
    instance.log(level, message, context)
  })
