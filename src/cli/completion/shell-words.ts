/** A text as one word of a POSIX shell, or of fish. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Where the folders of sessions are, as a shell finds it: the ids are their names. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: these are variables of a shell
export const SESSIONS = '"${TUNEWRIGHT_HOME:-${XDG_STATE_HOME:-$HOME/.local/state}/tunewright}/sessions"'
