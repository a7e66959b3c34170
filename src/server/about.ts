import { type WordKey, words } from '../delivery/words.js';
import type { HttpRequest, Route } from './route.js';

/** The first language that a browser asks for; the rest of the header is about wishes we could not keep anyway. */
function localeOf({ headers }: HttpRequest): string {
  return /^[A-Za-z0-9-]+/.exec(headers['accept-language'] ?? '')?.[0] ?? 'en';
}

function page(path: string, key: WordKey): Route {
  return {
    method: 'GET',
    path,
    handle: (request) => {
      const { say, language } = words(localeOf(request));
      return {
        status: 200,
        text: `Insights Herald\n\n${say(key)}\n`,
        headers: { 'content-language': language, vary: 'accept-language' },
      };
    },
  };
}

/** Where the links of the app's page in Teams lead: what it is, what it keeps of people, on what terms. */
export const aboutRoutes: readonly Route[] = [
  page('/', 'about.app'),
  page('/privacy', 'about.privacy'),
  page('/terms', 'about.terms'),
];
