const two = (value: number): string => String(value).padStart(2, '0')

/** e.g. `2026-11-25 14:03`, in this machine's time. */
export const dateText = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
