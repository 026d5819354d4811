/** Chromium's word for why a document did not come, as a sentence's end. */
export const whyNotCome = (errorText: string): string => {
  const reasons: Readonly<Record<string, string>> = {
    'net::ERR_ABORTED': 'is no page to show: it is a download or has no content',
    'net::ERR_TOO_MANY_REDIRECTS': 'is redirected for ever',
    'net::ERR_NAME_NOT_RESOLVED': 'is redirected to another host, and only the target itself is reached',
    'net::ERR_BLOCKED_BY_CLIENT': 'is redirected to another host, and only the target itself is reached',
  }
  return `${reasons[errorText] ?? 'did not come'} (${errorText})`
}
