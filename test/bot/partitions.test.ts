import assert from 'node:assert/strict';
import type { PartitionHead, PartitionProblem } from '../../src/storage/partition.js';
import { entities, OperatingWorld } from '../fakes/operating-world.js';

const location = 'https://contoso.blob.core.windows.net/data/part-00000.csv?sig=secret';

describe('partitions', () => {
  let world: OperatingWorld;
  let asked: string[];
  let stored: PartitionHead | PartitionProblem;

  beforeEach(async () => {
    world = new OperatingWorld();
    world.role = 'viewer';
    const [customer, ...others] = entities;
    assert.ok(customer);
    const parts = ['part-00000', 'part-00001'].map((name) => ({ name, location, hasHeader: false }));
    const known = [{ ...customer, partitions: parts }, ...others];
    world.services.connections.entities = async () => ({ entities: known, readAtMs: world.clock.now() });
    asked = [];
    const text = 'c1,Nadia Neil,nadia@example.net,Porto,1987-04-19,1200\nc2,Teo Marsh,,Leeds,,\n';
    stored = { head: Buffer.from(text), complete: true, size: text.length };
    world.services.partitions = {
      read: async (where) => {
        asked.push(where);
        return stored;
      },
    };
    await world.start();
  });
  afterEach(() => world.stop());

  it('are listed from the metadata, without a call, and without the key in their location', async () => {
    const content = await world.say('partitions customer');
    assert.ok(content?.situation === 'partitions');
    assert.deepEqual(
      content.parts.map(({ name, host }) => [name, host]),
      [
        ['part-00000', 'contoso.blob.core.windows.net'],
        ['part-00001', 'contoso.blob.core.windows.net'],
      ],
    );
    assert.equal(content.cost.calls, 0);
    assert.doesNotMatch(JSON.stringify(content), /secret/);
    assert.deepEqual(world.calls, []);
  });

  it('one shows its first rows under the names of the metadata, for no call', async () => {
    const content = await world.say('partition Customer part-00000');
    assert.ok(content?.situation === 'partition');
    assert.deepEqual(content.columns, ['CustomerId', 'Full name', 'E-mail', 'City', 'BirthDate']);
    assert.deepEqual(content.rows[0], ['c1', 'Nadia Neil', 'nadia@example.net', 'Porto', '1987-04-19']);
    assert.deepEqual([content.hiddenColumns, content.more, content.masked, content.cost.calls], [1, false, false, 0]);
    assert.deepEqual(asked, [location]);
    assert.doesNotMatch(JSON.stringify(content), /secret/);
    assert.deepEqual(world.calls, []);
  });

  it('one is masked where others read, and leaves a line of audit', async () => {
    const content = await world.say('partition Customer part-00000', 'channel-message');
    assert.ok(content?.situation === 'partition');
    assert.equal(content.masked, true);
    const [line] = world.store.audit;
    assert.deepEqual([line?.action, line?.facts?.entity, line?.facts?.rows], ['partition', 'Customer', '2']);
    assert.deepEqual(content.rows[0], ['c1', 'N*** N***', 'n***@example.net', 'Porto', '***']);
    assert.doesNotMatch(JSON.stringify(await world.store.cards('partition')), /Nadia|nadia|1987/);
  });

  it('one with more than is shown says so, and shows five rows', async () => {
    stored = { head: Buffer.from('c,n\n'.repeat(9)), complete: false };
    const content = await world.say('partition Customer part-00000');
    assert.ok(content?.situation === 'partition');
    assert.deepEqual([content.rows.length, content.more, content.size], [5, true, undefined]);
  });

  const refusals: [line: string, key: string][] = [
    ['partitions', 'partitions-entity-missing'],
    ['partitions Custmer', 'entity-unknown'],
    ['partition', 'partitions-entity-missing'],
    ['partition Customer', 'partition-name-missing'],
    ['partition Nothing part-00000', 'entity-unknown'],
    ['partition Customer part-00009', 'partition-unknown'],
    ['partition Customer part', 'partition-unknown'],
    ['partition Vip part-00000', 'partition-unknown'],
    ['partition Customer ../../etc/passwd', 'partition-unknown'],
    ['partition Customer https://evil.example/a', 'partition-unknown'],
  ];
  for (const [line, key] of refusals) {
    it(`"${line}" is refused as ${key}, and nothing is fetched`, async () => {
      const content = await world.say(line);
      assert.equal(content?.situation === 'refusal' && content.refusal.key, key);
      assert.deepEqual(asked, []);
    });
  }

  const problems: PartitionProblem[] = [
    ...(['not-https', 'host', 'address', 'redirect', 'denied', 'missing'] as const),
    ...(['encoded', 'unavailable', 'timeout', 'busy'] as const),
  ];
  for (const problem of problems) {
    it(`a storage that is ${problem} is told in words`, async () => {
      stored = problem;
      const content = await world.say('partition Customer part-00000');
      assert.equal(content?.situation === 'refusal' && content.refusal.key, `partition-${problem}`);
    });
  }

  it('a file that is no text is told so', async () => {
    for (const head of [Buffer.from('PAR1abc'), Buffer.from([0x50, 0x4b, 0, 0])]) {
      stored = { head, complete: true, size: head.length };
      const content = await world.say('partition Customer part-00000');
      assert.equal(content?.situation === 'refusal' && content.refusal.key, 'partition-not-text');
    }
  });
});
