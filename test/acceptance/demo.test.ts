import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, type Ended } from '../fakes/child-process.js';

interface Line {
  place: string;
  who: string;
  reply: boolean;
  edit: boolean;
  text: string;
}

function linesOf(transcript: string): Line[] {
  const shape = /^\d\d:\d\d:\d\d {2}(\S.*?) {2,}(.+?)( \(reply\))?( \(edits\))?: (.*)$/gm;
  return [...transcript.matchAll(shape)].map(([, place = '', who = '', reply, edit, text = '']) => ({
    place,
    who,
    reply: reply !== undefined,
    edit: edit !== undefined,
    text,
  }));
}

describe('npm run demo -- --headless', function () {
  this.timeout(90_000);
  let child: Child;
  let ended: Ended;
  let bot: Line[];

  before(async () => {
    child = new Child('src/demo/main.ts', ['--headless']);
    ended = await child.ended;
    bot = linesOf(child.out).filter((line) => line.who === 'Insights Herald');
  });
  after(() => child.kill());

  const posted = (pattern: RegExp) =>
    bot.filter((line) => line.place === 'Data alerts' && !line.reply && !line.edit && pattern.test(line.text)).length;

  it('tells the story, finds every expected card and ends with code 0', () => {
    assert.deepEqual(ended, { code: 0, signal: null }, `${child.out}\n${child.err}`);
    assert.match(child.out, /^Every expected card came\.$/m);
    assert.equal(child.err, '');
  });

  it('posts every problem once and edits it from then on', () => {
    assert.equal(posted(/Running|Waiting to start|Succeeded|Full refresh failed|CRM contacts.*failed/), 2);
    assert.equal(posted(/Total revenue/), 1);
    assert.equal(posted(/VIP/), 1);
    assert.equal(posted(/Refresh succeeded: CRM contacts/), 1);
    assert.equal(posted(/Unification completed/), 2);
  });

  it('answers every command in its thread', () => {
    const asked = linesOf(child.out).filter((line) => line.who === 'Ann Dahl').length;
    const answers = bot.filter((line) => line.reply && /^Subscription \d+:/.test(line.text));
    assert.ok(asked > 0);
    assert.equal(answers.length, asked);
  });

  it('greets a team and a chat once, and is silent from then on where nobody subscribed', () => {
    const elsewhere = bot.filter((line) => line.place !== 'Data alerts').map((line) => line.place);
    assert.deepEqual(elsewhere.sort(), ['Data ops', 'General', 'Insights Herald']);
  });

  it('never goes above the calls that Customer Insights allows, and asks for nothing that it does not have', () => {
    const most = /^Customer Insights: \d+ calls, at most (\d+) in a minute, 0 refused, 0 to nothing/m.exec(child.out);
    assert.ok(most && Number(most[1]) <= 100, child.out);
  });

  it('sends exactly the requests that it recorded, and Teams accepts all of them', () => {
    const [, requests, recorded] =
      /^Teams: (\d+) requests, 0 refused, (\d+) recorded by the bot/m.exec(child.out) ?? [];
    assert.ok(requests !== undefined, child.out);
    assert.equal(requests, recorded);
  });
});

describe('npm run demo', function () {
  this.timeout(60_000);

  it('says what to do when its port is taken or is none', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const taken = typeof address === 'object' && address ? String(address.port) : '';
    try {
      for (const [port, words] of [
        [taken, /address already in use.*Choose another port with DESK_PORT/],
        ['eighty', /DESK_PORT is "eighty" and should be a port/],
      ] as const) {
        const child = new Child('src/demo/main.ts', [], { DESK_PORT: port });
        assert.deepEqual(await child.ended, { code: 1, signal: null });
        assert.match(child.err, words);
      }
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('opens a page, and ends cleanly on Ctrl-C with nothing left behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'herald-test-'));
    const child = new Child('src/demo/main.ts', [], { DESK_PORT: '0', TMPDIR: folder });
    try {
      const [, url = ''] = await child.said(/^The desk is open: (\S+)$/m);
      const page = await fetch(url);
      assert.match(await page.text(), /<title>/);
      // A page that listens for news must not hold the end up.
      const events = await fetch(new URL('_control/events', url));
      assert.equal(events.status, 200);
      child.signal('SIGINT');
      await events.text().catch(() => undefined);
      assert.deepEqual(await child.ended, { code: 0, signal: null });
      const left = (await readdir(folder)).filter((name) => name.startsWith('herald'));
      assert.deepEqual(left, []);
    } finally {
      await child.kill();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
