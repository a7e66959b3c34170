import assert from 'node:assert/strict';
import { gatherCancel } from '../../bot/actions/gather-cancel.js';
import { HeraldError } from '../../src/base/errors.js';
import type { RowsPage } from '../../src/model/entity.js';
import { settle } from '../fakes/fake-clock.js';
import { ann, bo, chatKey, GatherWorld, table } from './gather-world.js';

const channelKey = 'tenant-1/19:alerts@thread.tacv2';

describe('a gathering', () => {
  let world: GatherWorld;
  beforeEach(() => {
    world = new GatherWorld();
  });
  afterEach(() => world.services.gatherings.stop());

  const card = async () => {
    const content = await world.shown(channelKey);
    assert.ok(content?.situation === 'gathering' || content?.situation === 'gathered', JSON.stringify(content));
    return content;
  };
  const end = async () => {
    const content = await card();
    return content.situation === 'gathered' ? content.end : 'under way';
  };
  const file = () => {
    const shelved = world.services.files.take(world.offerId);
    assert.ok(shelved && shelved !== 'taken');
    return Buffer.from(shelved.bytes).toString();
  };
  const cancel = async (person = ann, id?: string) => {
    const content = await card();
    const data = { id: id ?? (content.situation === 'gathering' ? content.id : 'x') };
    return gatherCancel.run(data, await world.turn(person), world.services);
  };

  /** Pages that wait until they are let go; a cancelled call fails as the client does. */
  function held() {
    let letGo: ((page: RowsPage) => void) | undefined;
    const all = table(1000);
    world.read = (query, call) =>
      new Promise((resolve, reject) => {
        letGo = () => resolve(all(query, call));
        call.signal?.addEventListener('abort', () => reject(new HeraldError('budget-deadline')));
      });
    return async (times = 1) => {
      for (let i = 0; i < times; i += 1) {
        letGo?.({ rows: [], more: false });
        await settle();
      }
    };
  }

  it('reads pages of 100 one after another, from where it is told, and no more than wanted', async () => {
    world.read = table(1000);
    await world.gather(250);
    await world.ended();
    assert.deepEqual(
      world.queries.map(({ top, skip }) => [top, skip]),
      [
        [100, 0],
        [100, 100],
        [50, 200],
      ],
    );
    const content = await card();
    assert.deepEqual([content.rows, content.cost?.calls, await end()], [250, 3, 'offered']);
  });

  it('ends where there are no more rows, and asks no further where the service tells how many there are', async () => {
    world.read = table(230);
    await world.gather(5000);
    await world.ended();
    assert.equal(world.queries.length, 3);
    world = new GatherWorld();
    world.read = async (query, call) => ({ ...(await table(200)(query, call)), total: 200 });
    await world.gather(5000);
    await world.ended();
    assert.equal(world.queries.length, 2);
  });

  it('goes on behind a short page where the service says that there is more, and never for ever', async () => {
    let calls = 0;
    world.read = async () => {
      calls += 1;
      return { rows: calls < 4 ? [{ OrderId: calls }] : [], more: true };
    };
    await world.gather(5000);
    await world.ended();
    assert.deepEqual([calls, (await card()).rows], [4, 3]);
  });

  it('offers the file in the asker’s personal chat alone: all fields, or those selected', async () => {
    world.read = table(2);
    await world.gather(200);
    await world.ended();
    const offer = await world.shown(chatKey);
    assert.ok(offer?.situation === 'file-consent');
    assert.match(offer.name, /^Shop_Orders-2026-03-04-020000\.csv$/);
    assert.deepEqual([offer.rows, offer.command], [2, 'items Shop_Orders top 200']);
    const text = file();
    assert.equal(text, "\uFEFFOrderId,Note\r\n1,'=order 1\r\n2,'=order 2\r\n");
    assert.equal(offer.sizeBytes, Buffer.byteLength(text));
    const inChannel = world.posted.filter((one) => one.conversationKey === channelKey);
    assert.equal(inChannel.length, 1);
    assert.ok(!JSON.stringify(await card()).includes('order 1'));

    await world.gather(200, undefined, ['Note']);
    await world.ended();
    assert.equal(file(), "\uFEFFNote\r\n'=order 1\r\n'=order 2\r\n");
  });

  it('leaves one audit line with who, what and how many, and no values', async () => {
    world.read = table(2);
    await world.gather(200);
    await world.ended();
    const [line, ...others] = world.store.audit;
    assert.equal(others.length, 0);
    assert.deepEqual(
      [line?.actor, line?.action, line?.facts],
      [ann.aadObjectId, 'gather', { entity: 'Shop_Orders', rows: '2', connection: 'main' }],
    );
  });

  it('shows how far it is at most every four seconds, and when the next call may go', async () => {
    const next = held();
    const { read } = world;
    world.read = (query, call) => {
      call.onWait?.(12_000);
      return read(query, call);
    };
    await world.gather(1000);
    await settle();
    assert.equal(world.edited.length, 0);
    await next(3);
    assert.equal(world.edited.length, 0);
    await world.clock.advance(4000);
    const content = await card();
    assert.ok(content.situation === 'gathering');
    assert.deepEqual([world.edited.length, content.rows, content.cost.calls], [1, 300, 3]);
    assert.equal(content.nextCallAtMs, world.clock.now() + 8000);
    await world.clock.advance(4000);
    await world.clock.advance(4000);
    assert.equal(world.edited.length, 2, 'what did not change is not told');
    await next(7);
    await world.ended();
    assert.deepEqual([await end(), world.clock.sleeping], ['offered', 1]);
  });

  it('is cancelled by the asker at once; twice is harmless, and no file comes', async () => {
    const next = held();
    await world.gather(1000);
    await next(2);
    const { id } = (await card()) as { id: string };
    assert.deepEqual(await cancel(), {});
    await world.ended();
    const content = await card();
    assert.deepEqual([await end(), content.rows, 'by' in content], ['cancelled', 200, false]);
    assert.deepEqual(await cancel(ann, id), { aside: { key: 'gather-over' } });
    assert.equal(world.offerId, '');
  });

  it('is cancelled by operators, and by nobody else nor from elsewhere', async () => {
    held();
    await world.gather(1000);
    await settle();
    assert.deepEqual(await cancel(bo), { aside: { key: 'gather-not-yours', facts: { name: 'Ann Doe' } } });
    const { id } = (await card()) as { id: string };
    const elsewhere = await gatherCancel.run({ id }, await world.turn(ann, '19:other@thread.tacv2'), world.services);
    assert.deepEqual(elsewhere, { aside: { key: 'gather-over' } });
    assert.equal(await end(), 'under way');
    for (const data of [undefined, {}, { id: 7 }, { id: '' }, { id: 'x'.repeat(101) }]) {
      const reply = await gatherCancel.run(data, await world.turn(), world.services);
      assert.equal(reply.aside?.key, 'card-unreadable');
    }
    world.services.roles.of = async () => 'operator';
    assert.deepEqual(await cancel(bo), {});
    await world.ended();
    assert.deepEqual([await end(), ((await card()) as { by?: string }).by], ['cancelled', 'Bo Ek']);
  });

  it('somebody gathers one thing at a time; others are not kept waiting by that', async () => {
    held();
    await world.gather(1000);
    const again = await world.gather(1000);
    assert.deepEqual(again, { situation: 'refusal', refusal: { key: 'gather-running' } });
    assert.equal(await world.gather(1000, await world.turn(bo)), undefined);
    for (let i = 0; i < 8; i += 1) await world.gather(200, await world.turn({ id: `29:p${i}`, name: 'P' }));
    const full = await world.gather(200, await world.turn({ id: '29:late', name: 'L' }));
    assert.ok(full?.situation === 'refusal' && full.refusal.key === 'gather-full');
  });

  it('what goes wrong is told on its card with a reference, and the next one can begin', async () => {
    world.read = async () => {
      throw new HeraldError('insights-unavailable');
    };
    await world.gather(1000);
    await world.ended();
    const content = await card();
    assert.ok(content.situation === 'gathered' && content.error);
    assert.deepEqual([content.end, content.error.code], ['failed', 'insights-unavailable']);
    assert.equal(await world.gather(1000), undefined);
  });

  it('says so where nothing matches, and where Teams opens no chat, before a call is spent', async () => {
    await world.gather(1000);
    await world.ended();
    assert.equal(await end(), 'none');
    world.chat = undefined;
    world.queries.length = 0;
    await world.gather(1000);
    await world.ended();
    assert.deepEqual([await end(), world.queries.length], ['no-chat', 0]);
  });

  it('stops where the file would be too large', async () => {
    const note = 'x'.repeat(300_000);
    world.read = async ({ top = 100 }) => ({ rows: Array.from({ length: top }, () => ({ Note: note })), more: true });
    await world.gather(5000);
    await world.ended();
    assert.equal(await end(), 'too-large');
    assert.equal(world.services.files.size, 0);
  });

  it('is broken off when the process stops, and says so', async () => {
    const next = held();
    await world.gather(1000);
    await next();
    await world.services.gatherings.stop();
    assert.equal(await end(), 'interrupted');
    const after = await world.gather(1000);
    assert.ok(after?.situation === 'refusal');
  });

  it('a card that cannot be changed does not cost the rows; one that cannot be posted begins nothing', async () => {
    const { answers } = world.services;
    const { edit, answer } = answers;
    world.read = table(2);
    answers.edit = async () => {
      throw new HeraldError('store-write-failed');
    };
    await world.gather(200);
    await world.ended();
    assert.equal((await world.shown(chatKey))?.situation, 'file-consent');
    answers.edit = edit;
    answers.answer = async () => {
      throw new HeraldError('store-write-failed');
    };
    await assert.rejects(() => world.gather(200), { code: 'store-write-failed' });
    answers.answer = answer;
    assert.equal(await world.gather(200), undefined);
  });
});
