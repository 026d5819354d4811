import { createHash, X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'

/** The edge's own certificate for 127.0.0.1 and localhost. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  /**
   * Base64 sha-256 of the public key: a browser told to trust exactly this key treats the connection as valid, and so caches
   * what it gets; one told to ignore all certificate errors caches nothing.
   */
  readonly spki: string
}

let made: Promise<Certificate> | null = null

/** The certificate of this process: made at the first call, the same afterwards. */
export const certificate = (): Promise<Certificate> => {
  made ??= make()
  return made
}

const make = async (): Promise<Certificate> => {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A clock a little behind must not make it invalid.
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate: new Date(Date.now() + 30 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  const publicKey = new X509Certificate(pems.cert).publicKey.export({ type: 'spki', format: 'der' })
  return { key: pems.private, cert: pems.cert, spki: createHash('sha256').update(publicKey).digest('base64') }
}
