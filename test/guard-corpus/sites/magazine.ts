import { picture } from '../pictures.js'
import type { Site } from '../site.js'
import { readFiles } from './read-site.js'

/** A town's paper: stories rendered on the server and again by script, routes kept in the history, a carousel, lazy pictures, an advert, a search. */

const STORIES = ['bees', 'tram', 'library', 'snow', 'choir', 'bridge']

const stories = STORIES.map(
  async (id, index) => [`/img/${id}.jpg`, await picture(300 + index, { width: 320, height: 240 })] as const,
)
const slides = [0, 1, 2].map(
  async index => [`/img/wide-${index}.jpg`, await picture(320 + index, { width: 960, height: 320 })] as const,
)

const respond: NonNullable<Site['respond']> = ({ path, query }, _, files) => {
  if (path !== '/search') return undefined
  const found = query.get('q')
    ? `Nothing yet about ${String(query.get('q')).replace(/[<&]/g, '')}.`
    : 'What are you looking for?'
  return { body: String(files['/search']).replaceAll('{{found}}', found) }
}

export const magazine: Site = {
  files: { ...readFiles('magazine'), ...Object.fromEntries(await Promise.all([...stories, ...slides])) },
  respond,
}
