import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { menuRows } from '../bot/commands/index.js';
import { say } from '../src/delivery/words.js';

const manifest = readFileSync(new URL('../manifest/manifest.json', import.meta.url), 'utf8');

const text = (max: number) => z.string().trim().min(1).max(max);
const distinct = (list: readonly unknown[]) => new Set(list).size === list.length;
const scopes = z
  .array(z.enum(['team', 'personal', 'groupChat']))
  .min(1)
  .refine(distinct, 'a scope is listed twice');
/** Icons stand beside the manifest in the package, in no folder. */
const icon = z.string().regex(/^[\w-]+\.png$/);

/** The parts of the Teams manifest 1.29 that are in use (Teams reference 5.1, 5.2, 5.4). Nothing else may be in it. */
const https = z
  .string()
  .max(2048)
  .regex(/^https:\/\//);
const schema = z.strictObject({
  $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json'),
  manifestVersion: z.literal('1.29'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({ name: text(32), websiteUrl: https, privacyUrl: https, termsOfUseUrl: https }),
  name: z.strictObject({ short: text(30), full: text(100) }),
  description: z.strictObject({ short: text(80), full: text(4000) }),
  icons: z.strictObject({ color: icon, outline: icon }),
  accentColor: z.string().regex(/^#[0-9A-F]{6}$/),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes,
        supportsFiles: z.boolean(),
        isNotificationOnly: z.literal(false),
        commandLists: z
          .array(
            z.strictObject({
              scopes,
              commands: z
                .array(z.strictObject({ title: text(128), description: text(4000) }))
                .min(1)
                .max(12)
                .refine((list) => distinct(list.map(({ title }) => title)), 'a command is listed twice'),
            }),
          )
          .max(3),
      }),
    )
    .length(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])).refine(distinct),
  validDomains: z.array(z.string().regex(/^[\w.-]+$/)).max(100),
});

const environment: Record<string, string> = {
  MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
  PUBLIC_URL: 'https://herald.example',
  PUBLIC_HOST: 'herald.example',
};
const filled = manifest.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => environment[name] ?? placeholder);

describe('the Teams manifest', () => {
  it('is a manifest once its placeholders are filled', () => {
    const result = schema.safeParse(JSON.parse(filled));
    assert.ok(result.success, JSON.stringify(result.error?.issues));
    assert.doesNotMatch(filled, /\$\{/);
  });

  it('is of the version that is released, and its bot is the app', () => {
    const { version, id, bots } = schema.parse(JSON.parse(filled));
    const released = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.equal(version, released.version);
    assert.equal(bots[0]?.botId, id);
  });

  it('has its icons beside it, in the sizes that Teams takes', () => {
    const { icons } = schema.parse(JSON.parse(filled));
    const sizeOf = (name: string) => {
      const png = readFileSync(new URL(`../manifest/${name}`, import.meta.url));
      assert.equal(png.toString('latin1', 1, 4), 'PNG');
      return [png.readUInt32BE(16), png.readUInt32BE(20)];
    };
    assert.deepEqual(sizeOf(icons.color), [192, 192]);
    assert.deepEqual(sizeOf(icons.outline), [32, 32]);
  });

  it('is opened to every scope that its commands are for, and to the host it is served from alone', () => {
    const { bots, validDomains } = schema.parse(JSON.parse(filled));
    const [bot] = bots;
    assert.deepEqual([...(bot?.scopes ?? [])].sort(), bot?.commandLists.flatMap((one) => one.scopes).sort());
    assert.deepEqual(validDomains, ['herald.example']);
  });

  it('lists in every scope exactly the commands that the table marks for the menu', () => {
    const { bots } = schema.parse(JSON.parse(filled));
    const marked = menuRows.map(({ name, descriptionKey }) => ({
      title: name,
      description: say('en', descriptionKey),
    }));
    const lists = bots[0]?.commandLists ?? [];
    assert.deepEqual(lists.flatMap((one) => one.scopes).sort(), ['groupChat', 'personal', 'team']);
    for (const { commands: listed } of lists) assert.deepEqual(listed, marked);
  });
});
