import assert from 'node:assert/strict';
import { OperatingWorld } from '../fakes/operating-world.js';

const activity = (json: string) => `create UnifiedActivity ${json}`;
const customer = (json: string) => `update Customer c1 ${json}`;

/** A line, what it is refused as, and the calls that this may cost: metadata, and one read of the row. */
const lines: [line: string, key: string, calls: number][] = [
  ['create', 'write-entity-missing', 0],
  ['create UnifiedActivity', 'json-missing', 0],
  [activity('{"ActivityId": a1}'), 'json-broken', 0],
  [activity('{"ActivityId": "a1"'), 'json-unfinished', 0],
  [activity(`{"a": ${'['.repeat(9)}`), 'json-too-deep', 0],
  [activity(`{"Title": "${'x'.repeat(2000)}"}`), 'text-too-long', 0],
  [activity('["a1"]'), 'json-not-object', 0],
  [activity('{}'), 'json-empty', 0],
  ['create UnifiedActivty {"ActivityId": "a1"}', 'entity-unknown', 1],
  ['create Nonsense {"ActivityId": "a1"}', 'entity-unknown', 1],
  ['create Customer {"CustomerId": "c2"}', 'write-create-activities', 1],
  ['create Vip {"CustomerId": "c2"}', 'write-create-activities', 1],
  [activity('{"ActivityId": "a1", "Titel": "x"}'), 'write-field-unknown-near', 1],
  [activity('{"ActivityId": "a1", "zzzzzzzzzzzzzzz": "x"}'), 'write-field-unknown', 1],
  [activity('{"ActivityId": "a1", "__proto__": "x"}'), 'write-field-unknown', 1],
  [activity('{"ActivityId": "a1", "Title": 5}'), 'write-wrong-type', 1],
  [activity('{"ActivityId": "a1", "Title": {"a": 1}}'), 'write-wrong-type', 1],
  [activity('{"ActivityId": "a1", "ActivityTime": "yesterday"}'), 'write-wrong-type', 1],
  [activity('{"ActivityId": "a1", "ActivityTime": "2026-03-04T16:20:00"}'), 'write-wrong-type', 1],
  [activity('{"Title": "x"}'), 'write-key-missing', 1],
  [activity('{"ActivityId": null}'), 'write-key-missing', 1],
  [activity('{"ActivityId": "a1", "title": "x", "Title": "y"}'), 'write-field-twice', 1],
  ['update', 'write-entity-missing', 0],
  ['update Customer', 'write-id-missing', 0],
  ['update Customer c1', 'json-missing', 0],
  ['update Customer {"City": "Braga"}', 'write-id-missing', 0],
  ['update Customer "a\'b" {"City": "Braga"}', 'write-id-unusable', 0],
  ['update Customer "a\\"b" {"City": "Braga"}', 'write-id-unusable', 0],
  ['update Customer a%2Fb {"City": "Braga"}', 'write-id-unusable', 0],
  ['update Customer a/b {"City": "Braga"}', 'write-id-unusable', 0],
  ['update Customer "a\nb" {"City": "Braga"}', 'write-id-unusable', 0],
  ['update Customer a😀 {"City": "Braga"}', 'write-id-unusable', 0],
  ['update Customer .. {"City": "Braga"}', 'write-id-unusable', 0],
  [`update Customer ${'x'.repeat(201)} {"City": "Braga"}`, 'write-id-unusable', 0],
  ['update UnifiedActivity a1 {"Title": "x"}', 'write-update-customers', 1],
  ['update Shop_Orders o1 {"Detail": "x"}', 'write-update-customers', 1],
  [customer('{"LoyaltyPoints": "many"}'), 'write-wrong-type', 1],
  [customer('{"LoyaltyPoints": 1.5}'), 'write-wrong-type', 1],
  [customer('{"OptedIn": "yes"}'), 'write-wrong-type', 1],
  [customer('{"BirthDate": "1987-02-30"}'), 'write-wrong-type', 1],
  [customer('{"BirthDate": "19.04.1987"}'), 'write-wrong-type', 1],
  [customer('{"CustomerId": "c2", "City": "Braga"}'), 'write-key-changed', 1],
  [customer('{"City": "Porto", "BirthDate": "1987-04-19"}'), 'write-nothing-changed', 2],
  [customer(`{${Array.from({ length: 26 }, (_, i) => `"f${i}": 1`).join(', ')}}`), 'write-too-many-fields', 1],
];

describe('a write that cannot be', () => {
  let world: OperatingWorld;

  before(async () => {
    world = new OperatingWorld();
    await world.start();
  });
  after(() => world.stop());

  for (const [line, key, calls] of lines) {
    it(`${JSON.stringify(line.slice(0, 70))} is refused as ${key} after ${calls} calls, and nothing is written`, async () => {
      world.calls.length = 0;
      const content = await world.say(line);
      assert.ok(content?.situation === 'refusal', JSON.stringify(content));
      const { refusal } = content;
      assert.equal(refusal.key, key);
      assert.equal(world.calls.length, calls);
      assert.deepEqual(world.changes, []);
      if (key.startsWith('json-')) assert.ok(refusal.example, 'an example');
    });
  }

  it('a row that is not there is told, with the list of what is there', async () => {
    world.row = undefined;
    const content = await world.say(customer('{"City": "Braga"}'));
    assert.equal(content?.situation === 'refusal' && content.refusal.key, 'write-no-such-item');
    assert.deepEqual(world.changes, []);
  });

  it('the nearest entity is offered as the whole line', async () => {
    const content = await world.say('create UnifiedActivty {"ActivityId": "a1"}');
    assert.ok(content?.situation === 'refusal');
    assert.equal(content.refusal.suggestions?.[0], 'create UnifiedActivity {"ActivityId": "a1"}');
  });
});
