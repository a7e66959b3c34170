import assert from 'node:assert/strict';
import { readActivity } from '../../../bot/activity.js';
import { guestOf } from '../../../bot/extension/guest.js';
import { invokeNamed } from '../../../bot/invokes/index.js';
import type { BotServices } from '../../../bot/services.js';
import { renderCard } from '../../../src/delivery/cards.js';
import { activity, tenant } from '../../fakes/bot-world.js';
import { settle } from '../../fakes/fake-clock.js';
import { DataWorld } from '../items/data-world.js';
import { bodyOf, type ComposeReply, elsewhere, found, query, words } from './compose.js';

const ownChat = { id: 'a:personal', conversationType: 'personal', tenantId: tenant };

describe('searching customers while typing', () => {
  let world: DataWorld;
  /** Calls that Customer Insights has not answered yet. */
  const under = new Set<Promise<unknown>>();
  /** A first name that several have, and one of those people. */
  let person: { first: string; last: string; id: string };

  before(async () => {
    world = await new DataWorld().open();
    const { connections } = world.bot.services;
    const { client, entities } = connections;
    const tracked = <T>(call: Promise<T>): Promise<T> => {
      under.add(call);
      const end = () => under.delete(call);
      call.then(end, end);
      return call;
    };
    connections.client = (id) => ({ ...client(id), rows: (...args) => tracked(client(id).rows(...args)) });
    connections.entities = (...args) => tracked(entities(...args));
    const rows = world.insights;
    const reply = await fetch(`${rows.url}/instances/${rows.instanceId}/data/Customer?$top=50`, {
      headers: { 'ocp-apim-subscription-key': rows.subscriptionKey, authorization: `Bearer ${rows.token}` },
    });
    const { value } = (await reply.json()) as { value: { FirstName: string; LastName: string; CustomerId: string }[] };
    const named = value.find((one) => /^[a-z]{5,}$/i.test(one.FirstName) && /^[a-z]{4,}$/i.test(one.LastName));
    assert.ok(named);
    // The chat is known because the person wrote there.
    const chat = world.turn({ installed: true }).conversation;
    const user = { id: '29:ann', name: 'Ann', aadObjectId: '00000000-0000-4000-8000-00000000000a' };
    await world.bot.services.store.saveConversation(chat.key, () => ({ ...chat, user }));
    person = { first: named.FirstName, last: named.LastName, id: named.CustomerId };
  });
  after(() => world.close());

  beforeEach(async () => {
    const { bot } = world;
    await bot.clock.advance(11 * 60_000);
    bot.renew({ render: renderCard });
    bot.answered.length = 0;
  });

  async function invoke(name: string, value: unknown, changes: Record<string, unknown> = {}): Promise<ComposeReply> {
    const given = readActivity(activity('execute', { conversation: ownChat, ...changes }));
    assert.ok(given);
    const spec = invokeNamed(`composeExtension/${name}`);
    assert.ok(spec);
    const guest = await guestOf(given, spec.guest?.(value)?.connectionId, world.bot.services);
    assert.ok(guest);
    const { status, json } = await spec.run(value, guest.turn, guest.services, () => false);
    return bodyOf({ status, json, text: JSON.stringify(json) });
  }
  /** Time goes on step by step, and stands still while Customer Insights is asked. */
  async function passing(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 50) {
      await settle();
      while (under.size > 0) await Promise.allSettled(under).then(() => settle());
      await world.bot.clock.advance(Math.min(50, left));
    }
    await settle();
  }
  /** What is asked when somebody waits for the answer. */
  async function ask(text: string, changes: Record<string, unknown> = {}): Promise<ComposeReply> {
    let isDone = false;
    const answer = invoke('query', query('customers', text), changes).finally(() => {
      isDone = true;
    });
    while (!isDone) await passing(50);
    return answer;
  }
  const spentBy = async (work: () => Promise<unknown>) => {
    const before = world.calls().length;
    await work();
    return world.calls().length - before;
  };
  const audits = async () =>
    (await world.bot.services.store.auditRecords({ tenantId: tenant, sinceMs: 0 }, 1000)).filter(
      (one) => one.action === 'look-up',
    );

  const paces: [title: string, gapMs: number][] = [
    ['at once', 0],
    ['quickly', 120],
    ['slowly', 700],
    ['letter by letter', 1_000],
  ];
  for (const [title, gapMs] of paces) {
    it(`ten keystrokes ${title} cost at most two calls, metadata included`, async () => {
      const text = `${person.first} ${person.last}`.slice(0, 10).padEnd(10, 'x');
      const answers: Promise<ComposeReply>[] = [];
      const calls = await spentBy(async () => {
        for (let n = 1; n <= 10; n += 1) {
          answers.push(invoke('query', query('customers', text.slice(0, n))));
          await passing(gapMs);
        }
        await passing(4_000);
        await Promise.all(answers);
      });
      assert.ok(calls >= 1 && calls <= 2, `${calls} calls`);
    });
  }

  it('ten keystrokes of which each waits for the answer before cost at most two calls', async () => {
    const calls = await spentBy(async () => {
      for (let n = 1; n <= 10; n += 1) await ask(person.first.padEnd(10, 'q').slice(0, n));
    });
    assert.ok(calls <= 2, `${calls} calls`);
  });

  it('the last letter gets the answer, the ones before are told to go on', async () => {
    const early = invoke('query', query('customers', person.first.slice(0, 3)));
    await passing(100);
    const last = await ask(person.first);
    assert.match(words(await early), /when you pause/);
    assert.ok(found(last).length > 0);
  });

  it('what somebody asked a moment ago costs nothing, and another word narrows it down', async () => {
    await ask(person.first);
    const other = { from: { id: '29:bo', name: 'Bo' } };
    assert.equal(await spentBy(() => ask(person.first.toUpperCase(), other)), 0);
    let narrowed: ComposeReply | undefined;
    const calls = await spentBy(async () => {
      narrowed = await ask(`${person.first} ${person.last.slice(0, 3)}`);
    });
    assert.equal(calls, 0);
    const all = found(await ask(person.first));
    const some = found(narrowed ?? {});
    assert.ok(some.length >= 1 && some.length <= all.length);
    for (const { preview } of some) assert.match(preview.content.title, new RegExp(person.first, 'i'));
  });

  it('in the person’s own chat names are shown, elsewhere they are masked, in the line and on the card', async () => {
    assert.ok(found(await ask(person.first)).some(({ preview }) => preview.content.title.includes(person.first)));
    const strangers: Record<string, unknown>[] = [
      { conversation: elsewhere },
      { conversation: { ...ownChat, id: '19:a_b@unq.gbl.spaces' } },
      { conversation: ownChat, from: { id: '29:bo', name: 'Bo', aadObjectId: 'bo' } },
      { conversation: ownChat, channelData: { tenant: { id: tenant }, source: { name: 'commandBox' } } },
    ];
    for (const changes of strangers) {
      const masked = found(await ask(person.first, changes));
      assert.ok(masked.length > 0);
      const json = JSON.stringify(masked);
      assert.doesNotMatch(json, new RegExp(person.first, 'i'), JSON.stringify(changes));
      assert.match(json, /\*\*\*/);
    }
  });

  it('a chosen person is inserted as a profile, masked where others read it, with a dialog for the asker', async () => {
    const [row] = found(await ask(person.first, { conversation: elsewhere }));
    const tap = row?.preview.content.tap;
    assert.equal(tap?.type, 'invoke');
    const before = (await audits()).length;
    const reply = await invoke('selectItem', tap?.value, { conversation: elsewhere });
    const [chosen, ...others] = found(reply);
    assert.deepEqual(others, []);
    const json = JSON.stringify(chosen);
    assert.match(json, /task\/fetch/);
    assert.match(json, /"inserted":"main"/);
    assert.doesNotMatch(json, new RegExp(`${person.first} `, 'i'));
    const after = await audits();
    assert.equal(after.length, before + 1);
    assert.deepEqual(after.at(-1)?.facts, {
      how: 'extension',
      connection: 'main',
      found: '1',
      masked: 'yes',
      customerId: tap?.value.id,
    });
  });

  it('every search that shows somebody is an audit line without its words', async () => {
    const before = (await audits()).length;
    await ask(person.first);
    const lines = await audits();
    assert.equal(lines.length, before + 1);
    assert.equal(lines.at(-1)?.facts?.how, 'extension');
    assert.doesNotMatch(JSON.stringify(lines), new RegExp(person.first, 'i'));
  });

  const odd: [text: string, expected: RegExp][] = [
    ['', /at least two letters/],
    ['m', /at least two letters/],
    ['"', /at least two letters/],
    ['""', /holds no letter or digit/],
    ['👩👩', /No customer matches/],
    ['-- ?!', /holds no letter or digit/],
    ['x'.repeat(500), /at most 200 characters; this one has 500/],
    ['zzzznobody', /No customer matches “zzzznobody”/],
    ["O'Neil ‘quoted’ “text”", /No customer matches|^$/],
  ];
  for (const [text, expected] of odd) {
    it(`gives a clear answer to ${JSON.stringify(text.slice(0, 30))}`, async () => {
      const reply = await ask(text);
      if (reply.composeExtension?.type === 'message') assert.match(words(reply), expected);
      else assert.ok(expected.source.includes('^$'));
    });
  }

  it('says when the turn comes where all calls are taken, and asks for no call then', async () => {
    const whole = world.bot.services.connections.client('main');
    const seen: unknown[] = [];
    const busy: BotServices['connections']['client'] = () => ({
      ...whole,
      rows: async (...args) => {
        args[2].onWait?.(12_000);
        seen.push(args[2].signal?.aborted);
        throw args[2].signal?.reason;
      },
    });
    const { connections } = world.bot.services;
    const real = connections.client;
    connections.client = busy;
    try {
      assert.match(words(await ask('somebody')), /Your turn comes in about 12 s/);
      assert.deepEqual(seen, [true]);
    } finally {
      connections.client = real;
    }
  });

  it('says what went wrong, with a reference', async () => {
    world.insights.control.fault({ kind: 'status', path: '/data/Customer', status: 403, times: 1 } as never);
    const reply = await ask('trouble');
    world.insights.control.clearFaults();
    assert.match(words(reply), /Reference: |No customer/);
  });
});
