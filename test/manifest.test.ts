import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { commands } from '../bot/commands/index.js';
import { say } from '../src/delivery/words.js';

const text = readFileSync(new URL('../manifest/manifest.json', import.meta.url), 'utf8');

/** The parts of the Teams manifest 1.29 that are in use (Teams reference 5.1, 5.2). Nothing else may be in it. */
const https = z
  .string()
  .max(2048)
  .regex(/^https:\/\//);
const schema = z.strictObject({
  $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json'),
  manifestVersion: z.literal('1.29'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({ name: z.string().max(32), websiteUrl: https, privacyUrl: https, termsOfUseUrl: https }),
  name: z.strictObject({ short: z.string().max(30), full: z.string().max(100) }),
  description: z.strictObject({ short: z.string().max(80), full: z.string().max(4000) }),
  icons: z.strictObject({ color: z.string(), outline: z.string() }),
  accentColor: z.string().regex(/^#[0-9A-F]{6}$/),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes: z.array(z.enum(['team', 'personal', 'groupChat'])),
        supportsFiles: z.boolean(),
        isNotificationOnly: z.literal(false),
        commandLists: z
          .array(
            z.strictObject({
              scopes: z.array(z.enum(['team', 'personal', 'groupChat'])).min(1),
              commands: z
                .array(z.strictObject({ title: z.string().max(128), description: z.string().max(4000) }))
                .max(12),
            }),
          )
          .max(3),
      }),
    )
    .length(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().regex(/^[\w.-]+$/)).max(100),
});

const environment: Record<string, string> = {
  MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
  PUBLIC_URL: 'https://herald.example',
  PUBLIC_HOST: 'herald.example',
};
const filled = text.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => environment[name] ?? placeholder);

describe('the Teams manifest', () => {
  it('is a manifest once its placeholders are filled', () => {
    const result = schema.safeParse(JSON.parse(filled));
    assert.ok(result.success, JSON.stringify(result.error?.issues));
    assert.doesNotMatch(filled, /\$\{/);
  });

  it('lists in every scope exactly the commands that the table marks for the menu', () => {
    const { bots } = schema.parse(JSON.parse(filled));
    const marked = commands
      .filter((one) => one.menu)
      .map(({ name, descriptionKey }) => ({ title: name, description: say('en', descriptionKey) }));
    const lists = bots[0]?.commandLists ?? [];
    assert.deepEqual(lists.flatMap((one) => one.scopes).sort(), ['groupChat', 'personal', 'team']);
    for (const { commands: listed } of lists) assert.deepEqual(listed, marked);
  });
});
