import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';

/** One thing that is wrong: where in the package, and what. */
export interface Finding {
  where: string;
  problem: string;
}

/** The version of Microsoft's schema that the manifest is written for. */
export const SCHEMA_VERSION = '1.29';

const require = createRequire(import.meta.url);
const compiled = new Map<string, ValidateFunction>();

/**
 * Compiles a schema that Microsoft publishes in `@microsoft/app-manifest`. Only its data is used: the package's own code
 * throws on string files, whose schema has expressions that are none in Unicode mode, and needs what it does not declare
 * (Teams reference 5.6). `\a`, the bell, is no escape of JavaScript.
 */
function validator(kind: 'manifest' | 'strings'): ValidateFunction {
  const known = compiled.get(kind);
  if (known) return known;
  const name = kind === 'manifest' ? 'MicrosoftTeams.schema.json' : 'MicrosoftTeams.Localization.schema.json';
  const path = require.resolve(`@microsoft/app-manifest/build/json-schemas/teams/v${SCHEMA_VERSION}/${name}`);
  const schema = JSON.parse(readFileSync(path, 'utf8').replace(/\\a/g, '\\x07')) as object;
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false, logger: false });
  const validate = ajv.compile(schema);
  compiled.set(kind, validate);
  return validate;
}

/** `/bots/0/scopes/1` as string files and people write it: `bots[0].scopes[1]`. */
function place(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '');
}

function reason({ keyword, message = 'is invalid', params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `must not have “${String(params.additionalProperty)}”`;
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  return message;
}

/** What Microsoft's schema says of a manifest or a string file; empty when it is valid. Needs no network. */
export function schemaFindings(kind: 'manifest' | 'strings', file: string, content: unknown): Finding[] {
  const validate = validator(kind);
  if (validate(content)) return [];
  return (validate.errors ?? []).map((error) => {
    const at = place(error.instancePath);
    return { where: at === '' ? file : `${file}: ${at}`, problem: reason(error) };
  });
}
