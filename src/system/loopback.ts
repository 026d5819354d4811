import { TunewrightError } from '../model/errors.js'

const DATABASE_SCHEME =
  /^(?:jdbc:)?(?:postgres(?:ql)?|mysql2?|mariadb|mongodb|rediss?|valkeys?|amqps?|mssql|sqlserver|cockroachdb|clickhouse|libsql|cassandra|neo4j)(?:\+\w+)?:\/\/([^\s/?#;]*)([^\s#]*)/i
const HOST_VARIABLE =
  /^(?:PG|(?:.*_)?(?:PG|POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB|REDIS|VALKEY|DB|DATABASE|SQL)_?)HOST(?:ADDR|NAME)?$/i

/** An IPv6 address has more than one colon and, with a port, brackets. */
const withoutPort = (host: string): string => host.replace(/^([^:]*|\[.*\]):\d*$/, '$1')

function isLoopback(host: string): boolean {
  const name = withoutPort(host.trim())
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
  return (
    name === '' || // a unix socket
    name.startsWith('/') ||
    name.startsWith('%2f') ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    /^127\.\d+\.\d+\.\d+$/.test(name)
  )
}

/** Connection strings that are no URLs: libpq's, ADO's, and those of Go's drivers. */
function hostsOfDsn(value: string): string[] {
  const [, address] = /@(?:tcp|tcp4|tcp6)\(([^)]*)\)/i.exec(value) ?? []
  if (address !== undefined) return [withoutPort(address)]
  const isDsn = /(?:^|[\s;])(?:dbname|database|initial catalog|user(?: id)?|uid)\s*=/i.test(value)
  if (!isDsn) return []
  return [
    ...value.matchAll(/(?:^|[\s;])(?:host|hostaddr|server|data source|address|addr)\s*=\s*'?([^\s;']*)/gi),
  ].flatMap(match =>
    (match[1] ?? '')
      .replace(/^tcp:/i, '')
      .split(',')
      .filter(host => !/^\d+$/.test(host))
      .map(withoutPort),
  )
}

/** Hosts (without ports and credentials) that a database URL leads to; several where it lists several. */
function databaseHosts(value: string): string[] {
  const match = DATABASE_SCHEME.exec(value.trim())
  if (!match) return hostsOfDsn(value)
  const authority = (match[1] ?? '').replace(/^.*@/, '')
  const hosts = authority.split(',').map(withoutPort)
  // Drivers do not agree on where the authority ends: what stands after an at sign may be its host for one of them.
  for (const [, host = ''] of (match[2] ?? '').matchAll(/@([^@/?#\s,;]*)/g)) hosts.push(withoutPort(host))
  // libpq lets the query name the host in place of the authority.
  for (const parameter of (match[2] ?? '').matchAll(/[?&;](?:host|hostaddr|server)=([^&;]*)/gi)) {
    hosts.push(...decodeURIComponent(parameter[1] ?? '').split(','))
  }
  return hosts
}

/**
 * Builds, tests and services of a target are run again and again: they may reach databases on this machine only.
 *
 * @param origin where the variables come from, for the message
 * @throws TunewrightError UNSAFE_ENVIRONMENT that names the variable and the host, never the credentials
 */
export function requireLoopbackDatabases(environment: Readonly<Record<string, string>>, origin: string): void {
  for (const [name, value] of Object.entries(environment)) {
    const hosts = HOST_VARIABLE.test(name) ? value.split(',') : databaseHosts(value)
    const remote = hosts.find(host => !isLoopback(host))
    if (remote === undefined) continue
    throw new TunewrightError(
      'UNSAFE_ENVIRONMENT',
      `${name} in ${origin} leads to a database at ${remote}, which is not this machine.`,
      {
        remedy: `Give ${name} a database on localhost in the target's environment; it wins over what files say.`,
        details: { variable: name, host: remote },
      },
    )
  }
}
