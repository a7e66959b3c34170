import assert from 'node:assert/strict';
import { ann, bo, ops, TabWorld, tenantA, tenantB } from '../../fakes/tab-world.js';

const general = '19:general@thread.tacv2';
const quiet = '19:quiet@thread.tacv2';
const secret = '19:secret@thread.tacv2';

describe('channels that the bot heard nothing from', () => {
  let world: TabWorld;

  beforeEach(async () => {
    world = await new TabWorld().open();
    world.channels.set(general, [
      { id: general },
      { id: ops, name: 'Ops' },
      { id: quiet, name: 'Quiet' },
      { id: secret },
    ]);
    await world.place(tenantA, ops, [ann, bo], { team: { id: general, name: 'Data' } });
    await world.store.saveConversation(`${tenantA}/${ops}`, (now) => {
      assert.ok(now);
      const { name: _, ...nameless } = now;
      return nameless;
    });
    world.members.set(quiet, new Set([ann]));
    world.members.set(general, new Set([ann]));
  });
  afterEach(() => world.close());

  const ask = async (conversation: string, who?: Parameters<TabWorld['token']>[0]) =>
    world.get(`/tabs/api/session?${new URLSearchParams({ conversation })}`, await world.token(who));
  const kept = (id: string, tenantId = tenantA) => world.store.conversation(`${tenantId}/${id}`);

  it('are those of a team that the app is in: its members may see their board, under their name', async () => {
    const { status, json } = await ask(quiet);
    assert.deepEqual([status, json.conversations[0].name, json.conversations[0].team], [200, 'Quiet', 'Data']);
    assert.equal((await kept(quiet))?.installed, true);
    assert.equal((await ask(general)).json.conversations[0].name, 'General');
    assert.deepEqual(world.askedTeams, [general]);
  });

  it('are nobody else’s, and nothing of them is kept', async () => {
    assert.equal((await ask(quiet, { objectId: bo })).status, 403);
    assert.equal((await ask(secret)).status, 403);
    assert.equal((await ask(quiet, { tenantId: tenantB })).status, 403);
    for (const id of ['19:none@thread.tacv2', '19:chat@thread.v2', 'x'.repeat(200), '19:../@thread.tacv2']) {
      assert.equal((await ask(id)).status, 403, id);
    }
    for (const id of [quiet, secret]) assert.equal(await kept(id), undefined);
    assert.equal(await kept(quiet, tenantB), undefined);
    assert.deepEqual(world.askedTeams, [general], 'Teams is asked once a minute at most');
  });

  it('have no board while Teams does not tell', async () => {
    world.teamsSays = { result: 'throttled', status: 429 };
    assert.equal((await ask(quiet)).status, 403);
    world.teamsSays = undefined;
    await world.clock.advance(60_000);
    assert.equal((await ask(quiet)).status, 200);
  });

  it('one that was heard from gets its name, on the board of all as well', async () => {
    const { json } = await world.get('/tabs/api/session', await world.token());
    assert.ok(json.conversations.some((one: { name?: string }) => one.name === 'Ops'));
    assert.equal((await kept(ops))?.name, 'Ops');
  });
});
