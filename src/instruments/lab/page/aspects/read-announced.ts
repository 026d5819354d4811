/** The places of which screen readers say what changes in them, and how; a line each. */
export const readAnnounced = (): string[] => {
  const IMPLIED: Readonly<Record<string, string>> = { status: 'polite', log: 'polite', alert: 'assertive' }
  const lines: string[] = []
  for (const element of document.querySelectorAll('[aria-live], [role], output')) {
    const role = element.getAttribute('role') ?? (element.localName === 'output' ? 'status' : '')
    const live = element.getAttribute('aria-live') ?? IMPLIED[role] ?? 'off'
    if (live === 'off') continue
    const atomic = element.getAttribute('aria-atomic') === 'true' ? ' as a whole' : ''
    lines.push(`changes are announced (${live}${atomic}) in ${role || element.localName}`)
  }
  return lines
}
