/** Runs before any script of the page: its own storage as it was after signing in. What the page holds already wins. */
export const restoreStorage = (
  origin: string,
  local: Readonly<Record<string, string>>,
  session: Readonly<Record<string, string>>,
): void => {
  if (location.origin !== origin) return
  for (const [key, value] of Object.entries(local))
    if (localStorage.getItem(key) === null) localStorage.setItem(key, value)
  for (const [key, value] of Object.entries(session)) {
    if (sessionStorage.getItem(key) === null) sessionStorage.setItem(key, value)
  }
}

export const readStorage = (): { local: Record<string, string>; session: Record<string, string> } => ({
  local: { ...localStorage },
  session: { ...sessionStorage },
})
