import { createHash } from 'node:crypto'

/** @returns the SHA-256 of the data, as 64 hexadecimal digits. */
export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')
