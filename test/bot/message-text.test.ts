import assert from 'node:assert/strict';
import { readActivity } from '../../bot/activity.js';
import { tidy } from '../../bot/grammar/tokens.js';
import { readMessageText } from '../../bot/message-text.js';
import { activity } from '../fakes/bot-world.js';

const bot = { id: '28:bot', name: 'Herald' };
const mention = (mentioned: object, text: string) => ({ type: 'mention', mentioned, text });

function read(text: unknown, entities: unknown[] = [mention(bot, '<at>Herald</at>')]) {
  const given = readActivity(activity('channel-message', { text, entities }));
  assert.ok(given);
  const result = readMessageText(given);
  return { ...result, text: tidy(result.text) };
}

describe('the text of a message', () => {
  it('loses every mention of the bot, wherever it stands', () => {
    assert.equal(read('<at>Herald</at> help').text, 'help');
    assert.equal(read('help <at>Herald</at>').text, 'help');
    assert.equal(read('<at>Herald</at> <at>Herald</at>\nhelp\r\n').text, 'help');
  });

  it('has plain blanks and no entities of HTML', () => {
    assert.equal(
      read('<at>Herald</at>&nbsp;subscribe\u00A0unification&amp;&lt;x&gt;').text,
      'subscribe unification&<x>',
    );
  });

  it('names other people as they are named in the entities', () => {
    const ann = { id: '29:ann', name: 'Ann Doe' };
    const { text, people } = read('<at>Herald</at> mention <at>Ann</at>', [
      mention(bot, '<at>Herald</at>'),
      mention(ann, '<at>Ann</at>'),
    ]);
    assert.equal(text, 'mention @"Ann Doe"');
    assert.deepEqual(people, [ann]);
  });

  it('a typed tag mentions nobody', () => {
    const { mentionsBot, people, text } = read('<at>Herald</at> help', []);
    assert.deepEqual([mentionsBot, people, text], [false, [], 'Herald help']);
  });

  it('what only begins like a mention is text', () => {
    assert.equal(read('segment <atlas> above 5', []).text, 'segment <atlas> above 5');
    assert.equal(read('<at id="0">x</at> <at', []).text, 'x <at');
  });

  it('of more than anybody types the beginning is read', () => {
    assert.equal(read('<at'.repeat(80_000), []).text.length, 20_000);
  });

  it('a name that looks like a replacement pattern is taken as it is', () => {
    const odd = { id: '29:odd', name: '$& $1' };
    assert.equal(read('x <at>o</at>', [mention(odd, '<at>o</at>')]).text, 'x @"$& $1"');
  });

  it('may be missing, and entities may be missing or odd', () => {
    for (const text of [undefined, null, 5]) assert.equal(read(text).text, '');
    const given = readActivity(activity('channel-message', { entities: null }));
    assert.ok(given && readMessageText(given).mentionsBot === false);
  });
});
