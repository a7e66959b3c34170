import assert from 'node:assert/strict';
import { type Asking, ask } from '../../bot/asking.js';
import type { BotServices } from '../../bot/services.js';
import type { Turn } from '../../bot/turn.js';
import { HeraldError } from '../../src/base/errors.js';
import { renderCard } from '../../src/delivery/cards.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { FileContent } from '../../src/model/content/file.js';
import { BotWorld, tenant } from '../fakes/bot-world.js';
import { settle } from '../fakes/fake-clock.js';
import { clientRig } from '../src/insights/client-rig.js';

const answer: CardContent = { situation: 'done', key: 'unsubscribed', facts: { number: 1 } };
const question = { connectionId: 'main', lane: 'chat', command: 'segment VIP' } as const;

describe('a question that needs calls', () => {
  let rig: Awaited<ReturnType<typeof clientRig>>;
  let world: BotWorld;
  let services: BotServices;
  let edits: [string, CardContent | FileContent][];
  let turn: Turn;

  beforeEach(async () => {
    rig = await clientRig({ limit: 1 });
    rig.service.onRequest = (request) => request.answer(200, { jobId: 'j' });
    world = new BotWorld();
    edits = [];
    services = {
      ...world.services,
      clock: rig.clock,
      answers: {
        ...world.services.answers,
        edit: async (id, content) => {
          edits.push([id, content]);
        },
      },
      connections: { ...world.services.connections, client: () => rig.client },
    };
    turn = {
      conversation: { key: `${tenant}/a`, tenantId: tenant } as Turn['conversation'],
      channelType: 'standard',
      person: { id: '29:ann', name: 'Ann', aadObjectId: 'ann' },
      people: [],
      client: {},
      locale: 'en',
    };
  });
  afterEach(() => rig.budget.close());

  const cards = () => world.answered.map((one) => one.content);
  const useUp = () => rig.client.job('other', { lane: 'chat' });
  const work =
    (...jobs: string[]) =>
    async ({ call }: Asking) => {
      for (const job of jobs) await rig.client.job(job, call);
      return answer;
    };

  it('is answered with the card itself while slots are free', async () => {
    assert.deepEqual(await ask(question, turn, services, work('one')), answer);
    assert.deepEqual([cards(), edits], [[], []]);
  });

  it('says what it cost where the answer is no, and nothing of it where nothing was spent', async () => {
    const no: CardContent = { situation: 'refusal', refusal: { key: 'list-gone' } };
    const spent = await ask(question, turn, services, async ({ call }) => {
      await rig.client.job('one', call);
      return no;
    });
    assert.deepEqual(spent, { ...no, cost: { calls: 1, limit: 1 } });
    assert.deepEqual(await ask(question, turn, services, async () => no), no);
  });

  it('that has to wait is told when the turn comes before any slot is free, and is answered on the same card', async () => {
    await useUp();
    await rig.clock.advance(48_000);
    const asked = ask(question, turn, services, work('one'));
    await settle();
    assert.deepEqual(
      cards().map((one) => one.situation),
      ['waiting'],
    );
    const context = { locale: 'en', timeZone: 'UTC', nowMs: rig.clock.now() };
    assert.equal(renderCard(cards()[0] ?? answer, context).summary, 'Your turn comes in about 12 s.');
    assert.equal(rig.service.requests.length, 1, 'no slot yet');
    await rig.clock.advance(13_000);
    assert.equal(await asked, undefined);
    assert.deepEqual(edits, [['m1', answer]]);
  });

  it('that has to wait twice has one card, which tells the second wait too', async () => {
    await useUp();
    const asked = ask(question, turn, services, work('one', 'two'));
    await settle();
    await rig.clock.advance(61_000);
    assert.equal(cards().length, 1);
    assert.deepEqual(
      edits.map(([id, { situation }]) => [id, situation]),
      [['m1', 'waiting']],
    );
    await rig.clock.advance(61_000);
    await asked;
    assert.deepEqual(edits.at(-1), ['m1', answer]);
    assert.equal(cards().length, 1);
  });

  it('that goes wrong after the wait says so on the same card', async () => {
    await useUp();
    const asked = ask(question, turn, services, async ({ call }) => {
      await rig.client.job('one', call);
      throw new HeraldError('insights-not-found');
    });
    await settle();
    await rig.clock.advance(61_000);
    assert.equal(await asked, undefined);
    const [[id, content] = []] = edits;
    assert.deepEqual([id, content?.situation === 'error' && content.code], ['m1', 'insights-not-found']);
  });

  it('that goes wrong without a wait is thrown', async () => {
    const failing = ask(question, turn, services, async () => {
      throw new HeraldError('insights-not-found');
    });
    await assert.rejects(failing, { code: 'insights-not-found' });
  });

  it('that waits when the product stops can be asked again with a button', async () => {
    await useUp();
    const asked = ask(question, turn, services, work('one'));
    await settle();
    await rig.budget.close();
    assert.equal(await asked, undefined);
    assert.deepEqual(edits, [['m1', { situation: 'interrupted', command: 'segment VIP' }]]);
  });

  it('is answered with a post where the waiting card could not be stored', async () => {
    await useUp();
    world.answersFail = true;
    const asked = ask(question, turn, services, work('one'));
    await settle();
    await rig.clock.advance(61_000);
    assert.deepEqual(await asked, answer);
    assert.deepEqual(edits, []);
  });
});
