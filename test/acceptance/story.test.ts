import assert from 'node:assert/strict';
import { scaledClock } from '../../src/base/clock.js';
import { createLog } from '../../src/base/log.js';
import { seatAudience } from '../../src/demo/audience.js';
import { missing } from '../../src/demo/expectations.js';
import { type Stage, setStage } from '../../src/demo/stage.js';
import { transcriptOf } from '../../src/demo/transcript.js';

describe('the story of the demo', function () {
  this.timeout(90_000);
  let stage: Stage;
  let channel: string;

  before(async () => {
    const clock = scaledClock(12);
    stage = await setStage({ clock, log: createLog('silent'), deskPort: 0 });
    channel = await seatAudience(stage.teams);
    await stage.story.begin();
    await stage.teams.control
      .waitFor((one) => /All 2 recovered/.test(one.summary ?? ''), 20_000)
      .catch((error: unknown) => assert.fail(`${error}\n${transcriptOf(stage.teams)}`));
  });

  after(() => stage?.stop());

  const posts = () => stage.teams.control.messages(channel).filter((one) => one.from.bot && !one.rootId);
  const posted = (first: RegExp) => posts().filter((one) => first.test(one.versions[0]?.summary ?? ''));

  it('brings every expected card', () => assert.deepEqual(missing(stage.teams.control.messages(channel)), []));

  it('posts every problem once and edits it from then on', () => {
    assert.equal(posted(/failures in one run|Full refresh failed|CRM contacts.*failed/).length, 1);
    assert.equal(posted(/Total revenue/).length, 1);
    assert.equal(posted(/VIP/).length, 1);
    assert.equal(posted(/Refresh succeeded: CRM contacts/).length, 1);
    assert.equal(posted(/Unification completed/).length, 2);
  });

  it('greets a team and a chat once, and is silent from then on where nobody subscribed', () => {
    const said = stage.teams.control.conversations().map((one) => {
      const messages = stage.teams.control.messages(one.id).filter((message) => message.from.bot);
      return [one.name, one.id === channel ? 'the story' : messages.length];
    });
    assert.deepEqual(Object.fromEntries(said), {
      General: 1,
      'Data alerts': 'the story',
      Marketing: 0,
      'Data ops': 1,
      'Insights Herald': 1,
    });
  });

  it('never goes above the calls that Customer Insights allows, and asks for nothing that it does not have', () => {
    assert.ok(stage.insights.control.maxInWindow() <= 100);
    assert.equal(stage.insights.control.refused(), 0);
    assert.deepEqual(stage.insights.control.unknownPaths(), []);
  });

  it('sends exactly the requests that it recorded', () => {
    assert.equal(stage.teams.control.requests().length, stage.app.attempts());
  });

  it('is accepted by Teams without a refusal', () => {
    assert.deepEqual(
      stage.teams.control.requests().filter((one) => one.status >= 400),
      [],
    );
  });
});
