import type { Readable } from 'node:stream'

/**
 * The whole of a body that has ended within so many milliseconds of its first bytes; else null, and the body is as if nobody had read of it.
 * Rejects where it breaks off meanwhile.
 */
export const wholeSoon = (body: Readable, patience: number): Promise<Buffer | null> =>
  new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let timer: NodeJS.Timeout | undefined
    const settle = (done: () => void) => {
      clearTimeout(timer)
      body.off('data', take).off('end', end).off('error', fail)
      done()
    }
    const take = (piece: Buffer) => {
      pieces.push(piece)
      timer ??= setTimeout(
        () =>
          settle(() => {
            body.pause()
            body.unshift(Buffer.concat(pieces))
            resolve(null)
          }),
        patience,
      )
    }
    const end = () => settle(() => resolve(Buffer.concat(pieces)))
    const fail = (error: Error) => settle(() => reject(error))
    body.on('data', take).once('end', end).once('error', fail)
  })
