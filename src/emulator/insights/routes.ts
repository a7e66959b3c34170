import type { Operation } from './operations/call.js';
import { dataReadOperations } from './operations/data-read.js';
import { dataWriteOperations } from './operations/data-write.js';
import { entityOperations } from './operations/entities.js';
import { environmentOperations } from './operations/environment.js';
import { measureOperations } from './operations/measures.js';
import { scheduleOperations } from './operations/schedules.js';
import { segmentOperations } from './operations/segments.js';
import { sourceOperations } from './operations/sources.js';
import { workflowOperations } from './operations/workflows.js';

/** Every operation inside an instance. Of two that fit, the one with fewer parameters is meant. */
export const operations: readonly Operation[] = [
  ...environmentOperations,
  ...dataReadOperations,
  ...dataWriteOperations,
  ...entityOperations,
  ...sourceOperations,
  ...segmentOperations,
  ...measureOperations,
  ...workflowOperations,
  ...scheduleOperations,
];

export type Route =
  | { kind: 'instances' }
  | { kind: 'operation'; operation: Operation; instanceId: string; params: Record<string, string> };

/** Finds what a path means; undefined for a path or method that the API does not have. */
export function findRoute(method: string, pathname: string): Route | undefined {
  const parts = decoded(pathname);
  if (!parts || (parts[0] !== 'v1' && parts[0] !== 'api') || parts[1] !== 'instances') return undefined;
  if (parts.length === 2) return method === 'GET' ? { kind: 'instances' } : undefined;
  const wanted = plainSpelling(parts.slice(3));
  const found = operations
    .filter((operation) => operation.method === method)
    .flatMap((operation) => {
      const params = matched(operation.path, wanted);
      return params ? [{ operation, params }] : [];
    })
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
  return found && { kind: 'operation', instanceId: parts[2] ?? '', ...found };
}

/** Segments, each percent-decoded as a whole: an encoded slash stays inside its segment (API 1.6). */
function decoded(pathname: string): string[] | undefined {
  try {
    const parts = pathname.split('/').slice(1).map(decodeURIComponent);
    return parts.at(-1) === '' ? parts.slice(0, -1) : parts;
  } catch {
    return undefined;
  }
}

/** The documentation's other spellings of the same addresses (API 2.1, "v2 / tables" aliases). */
function plainSpelling(parts: string[]): string[] {
  if (parts[0] !== 'manage') return parts;
  if (parts[1] === 'workflows') return parts.slice(1);
  if (parts[1] === 'tables') return ['manage', 'entities', ...parts.slice(2)];
  return parts;
}

function matched(pattern: string, parts: string[]): Record<string, string> | undefined {
  const names = pattern === '' ? [] : pattern.split('/');
  if (names.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? '';
    if (name.startsWith(':') && part !== '') params[name.slice(1)] = part;
    else if (name !== part) return undefined;
  }
  return params;
}
