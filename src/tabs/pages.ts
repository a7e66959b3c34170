import { type Language, words } from '../delivery/words.js';
import { type HttpReply, type HttpRequest, type Route, refusal } from '../server/route.js';
import type { Assets } from './bundle.js';
import { answering } from './http.js';
import { paths } from './paths.js';
import type { TabServices } from './services.js';

/** Who may show the pages in a frame: Teams, and the other Microsoft 365 apps that show Teams tabs (Teams reference 8.3). */
const hosts = [
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.live.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
];

const pageNames = ['configure', 'board', 'gallery'] as const;
type PageName = (typeof pageNames)[number];

/** `load` gives the scripts and styles; they are made at the first question. */
export function pageRoutes(load: () => Promise<Assets>, services: TabServices): Route[] {
  return [
    ...pageNames.map(
      (name): Route => ({
        method: 'GET',
        path: paths[name],
        handle: answering(async (request) => pageOf(name, request, await load(), services), services),
      }),
    ),
    {
      method: 'GET',
      path: `${paths.assets}:name`,
      handle: answering(async (one) => assetOf(one, await load()), services),
    },
  ];
}

function policyOf({ hostOrigins }: TabServices): string {
  return [
    "default-src 'self'",
    "img-src 'self' data:",
    `frame-ancestors ${[...hosts, ...hostOrigins].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ].join('; ');
}

function pageOf(page: PageName, { query, headers }: HttpRequest, assets: Assets, services: TabServices): HttpReply {
  const asked = query.get('locale') ?? headers['accept-language']?.split(/[,;]/)[0] ?? services.defaults.locale;
  return {
    status: 200,
    text: htmlOf(page, words(asked).language, assets, services),
    contentType: 'text/html; charset=utf-8',
    headers: {
      'Content-Security-Policy': policyOf(services),
      'Referrer-Policy': 'no-referrer',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    },
  };
}

function htmlOf(page: PageName, language: Language, { names }: Assets, services: TabServices): string {
  const address = (entry: string) => escaped(`${paths.assets}${names.get(entry) ?? entry}`);
  const { say } = words(language);
  return `<!doctype html>
<html lang="${language}" data-page="${page}" data-local="${services.local ? 1 : 0}" data-host-origins="${escaped(services.hostOrigins.join(' '))}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Insights Herald</title>
<link rel="stylesheet" href="${address('tabs.css')}">
<script type="module" src="${address(`${page}.js`)}"></script>
</head>
<body>
<main id="root"></main>
<noscript>${escaped(say('tabs.no-script'))}</noscript>
</body>
</html>
`;
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? '');

/** Looked up by its whole name: there is no way from an address into a folder. */
function assetOf({ path }: HttpRequest, { files }: Assets): HttpReply {
  const asset = files.get(path.slice(paths.assets.length));
  if (!asset) return refusal(404, 'not-found', 'There is nothing here.');
  const { text, contentType } = asset;
  return { status: 200, text, contentType, headers: { 'Cache-Control': 'public, max-age=31536000, immutable' } };
}
