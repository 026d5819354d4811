import { PassThrough } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import winston from 'winston'
import type { Logger } from '../model/services.js'
import { consoleLogger, pinoLogger, winstonLogger } from './logger.js'

const captured = () => {
  const stream = new PassThrough()
  return { stream, lines: () => (stream.read()?.toString() ?? '').split('\n').filter(Boolean) as string[] }
}

const SECRET = 'hunter2'

const say = (logger: Logger) => {
  logger.debug('too small to matter')
  logger.info('Session started', { sessionId: 's1', target: { environment: { KEY: SECRET } } })
  logger.error(`cannot reach postgres://u:${SECRET}@localhost/x`, { password: SECRET })
}

describe('loggers', () => {
  it('console: a line for people with its context, from the level on', () => {
    const { stream, lines } = captured()
    say(consoleLogger({ stream }))
    const [first, second, ...more] = lines()
    expect(first).toMatch(
      /^\d\d:\d\d:\d\d info {2}Session started sessionId=s1 target=\{"environment":"\[redacted\]"\}$/,
    )
    expect(second).toContain('error cannot reach postgres://[redacted]@localhost/x password=[redacted]')
    expect(more).toEqual([])
  })

  it('pino: JSON lines with message and context', () => {
    const { stream, lines } = captured()
    say(pinoLogger(pino(stream)))
    const [first, second] = lines().map(line => JSON.parse(line))
    expect(first).toMatchObject({ level: 30, msg: 'Session started', sessionId: 's1' })
    expect(second).toMatchObject({ level: 50, password: '[redacted]' })
    expect(JSON.stringify([first, second])).not.toContain(SECRET)
  })

  it('winston: the real one gets level, message and metadata', () => {
    const { stream, lines } = captured()
    say(winstonLogger(winston.createLogger({ transports: [new winston.transports.Stream({ stream })] })))
    const [first, second] = lines().map(line => JSON.parse(line))
    expect(first).toMatchObject({ level: 'info', message: 'Session started', sessionId: 's1' })
    expect(second.level).toBe('error')
    expect(JSON.stringify([first, second])).not.toContain(SECRET)
  })
})
