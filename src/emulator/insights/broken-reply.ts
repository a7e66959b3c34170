import type { Json } from './json.js';

/** Makes a good answer bad in one way. */
export function breakBody(text: string, how: 'truncated' | 'wrong-types' | 'null' | 'empty' | 'html'): string {
  switch (how) {
    case 'truncated':
      return text.slice(0, Math.max(1, Math.floor(text.length / 2)));
    case 'wrong-types':
      return JSON.stringify(confuse(text === '' ? {} : (JSON.parse(text) as Json)));
    case 'null':
      return 'null';
    case 'empty':
      return '';
    case 'html':
      return '<html><body>Service Unavailable</body></html>';
  }
}

/** Keeps the structure and gives every leaf another type. */
function confuse(value: Json): Json {
  if (Array.isArray(value)) return value.map(confuse);
  if (value === null || value === undefined) return {};
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, confuse(v)]));
  if (typeof value === 'string') return 4711;
  return `not a ${typeof value}`;
}
