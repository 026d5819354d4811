import { edit, rewrite, withFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

const TRACK = '<track kind="captions" srclang="en" label="English" src="/river.vtt">'
const base = withFile(
  rewrite(article, '/', html => html.replace('</video>', `${TRACK}</video>`)),
  '/river.vtt',
  'WEBVTT\n\n00:00.000 --> 00:04.000\n(Water over stones)\n',
)

export const subtitlesLost: Case = {
  id: 'subtitles-lost',
  kind: 'breakage',
  symptom: 'Who cannot hear the film is not told any more what is to be heard: it has no captions.',
  pages: ['/'],
  base,
  candidate: edit(base, '/', TRACK, ''),
  shows: async visit => {
    await visit.open()
    return visit.see("document.querySelector('video').textTracks.length === 0")
  },
}
