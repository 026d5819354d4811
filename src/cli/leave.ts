/**
 * Ends the process with the exit code that was set, once everything printed has been written: whatever was left open by work that
 * failed or was stopped (a connection, a browser) must not keep a terminal waiting.
 */
export async function leave(): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(flushed))
  process.exit()
}

const flushed = (stream: NodeJS.WriteStream) =>
  new Promise<void>(resolve => {
    stream.write('', () => resolve())
  })
